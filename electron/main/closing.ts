import type { closeChoices, Settings } from '../../core/contract/ipc'
import type { RunListener } from '../runs/run'
import type { RunCatalog } from '../runs/runCatalog'
import { isGoing } from '../runs/startPolicy'

type CloseChoice = (typeof closeChoices)[number]

/** The window as closing it sees it. */
export interface ClosingWindow {
  hide(): void
  isVisible(): boolean
  /** Whether its page can ask a person. */
  canAsk(): boolean
  ask(training: number): void
}

export interface ClosingParts {
  readonly catalog: RunCatalog
  readonly window: ClosingWindow
  /** Begins no further run of a group, and ends those that train. */
  stopGroups(): Promise<void>
  readonly settings: { get(): Settings; set(changes: Partial<Settings>): unknown }
  quit(): void
}

/** What happens to runs that train, or wait for their turn, when the window is closed or the app quits. */
export interface Closing {
  /** The window is asked to close. Returns whether it must stay for now. */
  holdsWindow(): boolean
  /** A person has chosen, or the settings have. */
  close(choice: CloseChoice, remember: boolean): Promise<void>
  /** The app quits, so that nobody is asked any more. */
  announceQuit(): void
  /** Ends an app without a window once nothing trains in it. */
  readonly listener: RunListener
}

export function createClosing({ catalog, window, settings, ...parts }: ClosingParts): Closing {
  let isQuitting = false
  const going = () => catalog.list().filter(isGoing)

  async function close(choice: CloseChoice, remember: boolean): Promise<void> {
    if (remember) settings.set({ onClose: choice })
    if (choice === 'background') return window.hide()
    // At the end of the app those that go on are paused, until it is started again.
    if (choice === 'stop') {
      await parts.stopGroups()
      await Promise.all(going().map(({ host }) => host.stop()))
    }
    parts.quit()
  }

  return {
    close,
    holdsWindow() {
      const training = going().length
      if (isQuitting || training === 0) return false
      const { onClose } = settings.get()
      if (onClose !== 'ask') void close(onClose, false)
      else if (window.canAsk()) window.ask(training)
      else return false
      return true
    },
    announceQuit: () => void (isQuitting = true),
    listener: {
      ended() {
        if (!window.isVisible() && going().length === 0) parts.quit()
      },
    },
  }
}
