import type { presentationEn } from './presentation.en'

/** Texts of the presentation, in Chinese. */
export const presentationZhCN: typeof presentationEn = {
  presentation: {
    start: '演示',
    label: '演示',
    leaveHint: '退出演示',
    black: '黑屏',
    isBlack: '屏幕已变黑：按 B、句点或 Esc 恢复。',
    pointer: '指示点',
    left: '左图',
    right: '右图',
    noRun: '还没有打开训练：“开始”会按实验台表单中的设置开始一次。',
  },
}
