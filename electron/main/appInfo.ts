import { app } from 'electron'
import type { ReplyOf } from '../../core/contract/ipc'

/** Versions and the system this runs on. */
export function appInfo(): ReplyOf<'app:info'> {
  const { electron = '', chrome = '', node } = process.versions
  return {
    version: app.getVersion(),
    electron,
    chrome,
    node,
    platform: `${process.platform} ${process.arch}`,
  }
}
