import type { taskSentences } from '../../core/contract/taskReasons'

/** 描述任务的文件有什么问题。 */
export const taskReasonsZhCN: Readonly<Record<keyof typeof taskSentences, string>> = {
  inPlace: '第 {line} 行第 {column} 列：{why}',
  also: '{why}；{rest}',
  andMore: '{why}；还有 {more} 处',
  largeTaskFile: '文件有 {bytes} 字节，描述任务的文件最多为 {most} 字节',

  expectedText: '应为 1 到 {most} 个字符的文本',
  expectedShort: '应为不超过 {most} 个字符的文本',
  expectedNames: '应为 {min} 到 {most} 个名称的列表',
  expectedAbove: '应为大于 {min}、不超过 {max} 的数',
  expectedNumber: '应为 {min} 到 {max} 之间的数',
  expectedWhole: '应为 {min} 到 {max} 之间的整数',
  expectedFlag: '应为 true 或 false',
  expectedKeys: '应为含有 {keys} 的对象',
  expectedBranches: '应为不超过 {most} 条分支的列表',
  expectedStates: '应为以名称列出各状态的对象',
  expectedRow: '应为一个数，或每列一个数的列表',
  expectedSteps: '应为每个字符一个符号的文本，或各步的列表',
  expectedAnswers: '应为一个答案，或答案的列表',
  expectedSequences: '应为序列的列表，最多 {most} 个',
  noSuchKey: '{place} 是未知的键，应去掉',

  neitherKey: '{first} 与 {second} 都没有，应有其中之一',
  uselessKey: '{place} 与 {other} 同时出现时没有用处，应去掉',
  sameName: '{place} 又是 {value}，每个名称只应出现一次',

  expectedOtherSymbol: '应与前面各分支的符号不同，否则无法知道所处的状态',
  noProbability: '{place} 没有概率，应与该状态的其他分支一样给出',
  probabilitySum: '{place} 的概率之和为 {sum}，应为 1',
  noBranches: '{place} 没有分支；串从这里开始，应有分支',
  neverReached: '从 {start} 出发永远到不了 {place}，应有通向它的分支',
  neverEnds: '从 {place} 出发，串永远不会结束：应能到达没有分支的状态，或写上 {key}',
  noAnswer: '{place} 没有答案：按 {key}，每个状态都应有答案',
  oneAnswer: '{place} 总共只有一种答案，至少应有两种',

  noTarget: '{place} 没有目标：按 {key}，应当给出',
  stepIs: '{place} 中有一步是 {value}：{why}',
  expectedColumns: '应为 {n} 个数，每列一个',
  stepCount: '{place} 有 {n} 步，应为 {expected} 步',
  otherLength: '{place} 有 {n} 步，应与第一个序列一样为 {expected} 步',
  answerCount: '{place} 有 {n} 个答案，应为 {expected} 个，输入的每一步一个',
}
