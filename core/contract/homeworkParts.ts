/**
 * The homework's five numeric tests: a step forward; its way back, with the values that the handout prints
 * and with those that its code gives; a sequence forward; its way back; and the class RNNCell against
 * torch.nn.RNN.
 */
export const homeworkParts = ['part1', 'part2AsPrinted', 'part2AsWritten', 'part3', 'part4', 'part5'] as const
export type HomeworkPart = (typeof homeworkParts)[number]
