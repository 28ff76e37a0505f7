/** 在留出序列上评估的文字。 */
export const evaluationZhCN = {
  evaluation: {
    title: '评估',
    unit: {
      loss: '损失（{unit}），用某次更新之后的权重，在整个集合上计算',
      accuracy: '答对的比例，用某次更新之后的权重',
      legal: '可能出现的回答所占比例，用某次更新之后的权重',
    },
    axis: { loss: '损失', accuracy: '准确率' },
    what: '显示内容',
    loss: '损失',
    accuracy: '准确率',
    sets: { training: '最新一批', validation: '留出，T = {n}', test: 'T = {n}' },
    baseline: '基线',
    waiting: '第 {n} 次更新之后进行首次评估。',
    off: '未进行评估：留出序列数为 0。',
    none: '这次训练没有做过评估。',
    summary: '第 {update} 次更新之后，最新一批上的损失为 {training}，留出序列上为 {validation}：{gap}',
    gap: {
      none: '没有差距。从各批中学到的内容对留出序列同样成立。',
      above: '差距为 {gap}。学到的内容有一部分只对训练批成立。',
      fresh: '高出 {gap}。每一批都重新抽取，所以这只是偶然和最近一次更新的影响。',
      below: '反而低 {gap}，因为各批之间有波动。',
    },
    rule: {
      notYet: '在长度 {n} 上还没有学会规则。',
      alone: '没有测试其他长度。',
      all: '规则在测试过的所有长度上都成立，最长为 {n}。',
      until: '规则到长度 {n} 为止成立，在 {longer} 时不成立：损失为 {loss}，平凡答案为 {baseline}。',
    },
    lengths: {
      title: '按长度',
      unit: '每行一组序列',
      summary: '在第 {update} 次更新之后测得。',
      columns: {
        set: '序列',
        count: '条数',
        loss: '损失',
        rmse: '均方根误差（数据单位）',
        baseline: '基线',
        floor: '下限',
      },
      right: { classes: '答对', legal: '可能出现' },
      focus: { closing: '右括号', outer: '倒数第二个符号' },
    },
    positions: {
      title: '按位置',
      unit: { accuracy: '每一步答对的比例', legal: '每一步可能出现的回答所占比例', loss: '每一步的平均损失' },
      plot: '按在序列中的位置',
      summary: '每条线到其序列末尾为止。不要求回答的时间步不画。',
      mean: '最长的序列中，每点为若干步的平均。',
    },
    answers: {
      title: '回答',
      summary:
        '凡是可能出现的符号都算答对。与目标不同的回答中最常见的是：目标为 {target} 时答 {answer}，{total} 次中有 {n} 次。',
      clean: '每次回答都等于目标。',
    },
    confusion: {
      title: '混淆矩阵',
      unit: '每行一个目标，每列一个回答：在长度为 {n} 的留出序列上出现的次数',
      summary: '最常见的混淆：把 {target} 答成 {answer}，{total} 次中有 {n} 次。',
      clean: '每次回答都等于目标。',
      target: '目标',
      cell: '{target} 答成 {answer}：{n}',
    },
  },
}
