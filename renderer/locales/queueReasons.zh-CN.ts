import type { queueSentences } from '../../core/contract/queueReasons'

/** Why a queue of many machines cannot be used, in Chinese. */
export const queueReasonsZhCN: Readonly<Record<keyof typeof queueSentences, string>> = {
  queueAddress: '无法识别队列地址：应为 redis://:PASSWORD@HOST:PORT，使用 TLS 时为 rediss://',
  queueDatabase: '队列地址的端口后有多余内容：应为空，或数据库编号 /0 到 /15',
  queuePassword: '队列 {address} 在另一台机器上，但地址中没有密码：应为 redis://:PASSWORD@HOST:PORT',
  queueRefuses: '队列 {address} 拒绝了密码，或要求提供密码',
  queueUnreachable: '无法连接队列 {address}：{why}',
  queueWithdrawn: '另一个进程已将该搜索从队列中撤回',
  parcelTooLarge: '训练的文件夹太大，无法通过队列传送：最多 {most} 字节',
  parcelGone: '队列服务器上的相应内容已丢失或损坏',
  badJob: '队列中的任务 {id} 不是试验：{why}',
  badTrialAnswer: '无法理解工作进程对试验 {id} 的回复：{why}',
  otherId: '它属于训练 {id}，应为 {expected}',
  otherRun: '其中的实验不是试验 {id} 的实验',
  otherLosses: '其日志中的损失与工作进程报告的试验 {id} 的损失不一致',
  notShared: '试验 {id} 在工作进程 {worker} 的共享文件夹中：请在此处用 --shared 指定该文件夹',
  notDelivered: '未收到试验 {id} 的文件夹：{why}',
}
