import type { shortcutsEn } from './shortcuts.en'

/** Texts of the sheet of shortcuts, and of the links past what comes first, in Chinese. */
export const shortcutsZhCN: typeof shortcutsEn = {
  skip: { label: '跳转链接', controls: '跳到控制按钮', charts: '跳到图表', view: '跳到内容' },
  shortcuts: {
    title: '键盘快捷键',
    note: '图表和矩阵的按键在其获得焦点时有效，用 Tab 键可以选中。在图表中按住 Shift，方向键每次走十步。',
    isOff: '字母、数字和符号快捷键已关闭。',
    close: '关闭',
    scopes: {
      window: '任何页面',
      lab: '实验台',
      microscope: '显微镜',
      updates: '随更新变化的图',
      heat: '随更新变化的热图',
      steps: '随时间步变化的图',
      units: '单元图',
      matrix: '显微镜的矩阵',
      terms: '所解释的数的各项',
      network: '显微镜的网络',
      figure: '放大的图',
    },
    rows: {
      window: { places: '实验台、训练记录、显微镜、验证、课程', help: '显示本列表' },
      lab: { main: '开始、暂停、继续', step: '只更新一次参数', reset: '重置' },
      microscope: {
        step: '后退、前进一步',
        ends: '第一步、最后一步',
        breakpoint: '在此 t 设断点',
        run: '到下一个断点',
        watch: '监视所选的数',
        zoom: '放大、缩小、复原',
      },
      updates: {
        move: '移动十字线',
        ends: '第一次、最后一次更新',
        zoom: '放大、缩小',
        all: '显示全部更新',
        pan: '向前、向后平移',
        clear: '隐藏十字线',
      },
      heat: { move: '上一行、下一行', open: '在显微镜中打开该步' },
      steps: { move: '前一步、后一步', ends: '第一步、最后一步' },
      units: { move: '前一个、后一个单元', keep: '在所有视图中保持标记该单元', release: '取消标记' },
      matrix: {
        move: '选择相邻的元素',
        ends: '行首、行尾',
        corners: '第一个、最后一个元素',
        zoom: '放大、缩小、复原',
      },
      terms: { move: '相邻的因子，按 Enter 转到它' },
      network: { pan: '平移' },
      figure: { shrink: '回到原处' },
    },
  },
}
