import type { branchEn } from './branch.en'

/** Texts of a run that begins where another one stood, in Chinese. */
export const branchZhCN: typeof branchEn = {
  branch: {
    menu: '分支或回到起点',
    refusals: {
      idle: '还没有可以分支的训练',
      building: '网络仍在构建中',
      notKept: '这次训练无法写入磁盘，因此不能从中分支',
    },
    here: '从此处分支……',
    hereNote: '设置另一次训练：从完成 {n} 次更新时的权重开始。',
    rewind: '回到起点',
    rewindNote: '用相同的初始权重和设置另建一次训练，在第一次更新之前暂停。这次训练保留在训练记录中。',
    rewindBranchNote:
      '从此分支的起点（完成 {n} 次更新时）用相同的设置另建一次训练，并在那里暂停。这次训练保留在训练记录中。',
    after: '从第 {n} 次更新之后分支……',
    label: '分支',
    of: '分支自：{name}',
    range: '{min} 到 {max} 之间的任意更新。',
    kept: '检查点',
    notKept: '其他更新',
    rule: '保留第一个、最佳（平滑损失最低）和最新的检查点；其余越早的保留得越少。其他更新之后的权重由前一个检查点重新计算，逐位一致。',
    reasons: { first: '第一个', best: '最佳', newest: '最新', initial: '初始权重' },
    origin: {
      kept: '此处保留有检查点，无需重新计算。',
      initial: '这是初始权重，无需重新计算。',
      again: '从{source}起重新计算 {n} 次更新。',
      fromKept: '第 {n} 次更新之后的检查点',
      fromInitial: '初始权重',
      time: '约需 {time}。',
    },
    preparing: '已重新计算 {planned} 次更新中的 {made} 次。',
    preparingLabel: '正在重新计算分支处的权重',
    chartMenu: '第 {n} 次更新',
    chartHint: '在图中单击右键或按 M，可从十字线处的更新之后分支。',
    start: '开始分支',
    startHint: '从该处进行另一次训练；原训练保留在训练记录中',
    cancel: '取消',
    locked: '与分支所自的训练保持一致。',
    free: '从分支处起生效。',
    lockedNote: '网络、数据和优化器种类与分支所自的训练保持一致，因为权重由它们而来；其余设置可以更改。',
    from: '分支自 {name}，已完成 {n} 次更新处。',
    gone: '{id}（已移除）',
    openParent: '打开这次训练',
  },
}
