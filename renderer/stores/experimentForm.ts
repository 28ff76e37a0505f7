import { computed, reactive } from 'vue'
import { defaultExperiment } from '../../core/experiment/defaults'
import type { Experiment } from '../../core/experiment/experiment'
import type { FieldSpec } from '../../core/experiment/form'
import { describeFields, isRelevant } from '../../core/experiment/form'
import { memoryNeedOf, parseExperiment } from '../../core/experiment/parse'
import type { Problem } from '../../core/fields/problem'
import { taskNames, type TaskSettings } from '../../core/tasks/registry'
import { showText, showValue } from '../../core/text/foreign'
import { dependOnData, lacksDataNow } from './dataVersion'
import type { Texts } from './draft'
import { documentOf, textKey, textOf, textsOf } from './draft'

const first = defaultExperiment()

/** An experiment that is being written: the fields' texts, what they mean, and what is wrong with them. */
export function createExperimentForm() {
  const texts = reactive<Texts>({ 'task.name': first.task.name, 'model.cell': first.model.cell })

  const task = computed(() => taskNames.find((name) => name === texts['task.name']) ?? first.task.name)
  const fields = computed(() => describeFields(task.value))
  const document = computed(() => documentOf(fields.value, ({ path }) => text(path)))
  const visibleFields = computed(() => fields.value.filter((field) => isRelevant(field, document.value)))
  // Data that come in later change what there is to say of an experiment that names them.
  const parsed = computed(() => {
    dependOnData()
    return parseExperiment(document.value)
  })
  /** The task, where it is in order, also while its data are not here. */
  const writtenTask = computed(() => (parsed.value.ok ? parsed.value.value.task : null))
  const lacks = computed(() => writtenTask.value !== null && lacksDataNow(writtenTask.value))
  const problems = computed<ReadonlyMap<string, Problem>>(
    () => new Map(problemsOf().map((found) => [found.path, found])),
  )
  /** The experiment, or null while something is wrong with it. */
  const experiment = computed<Experiment | null>(() =>
    parsed.value.ok && !lacks.value ? parsed.value.value : null,
  )
  /** What a run of it takes of memory, also where that is too much; null where other things are wrong. */
  const memory = computed(() => (lacks.value ? null : memoryNeedOf(document.value)))

  function problemsOf(): readonly Problem[] {
    if (!parsed.value.ok) return parsed.value.problems
    if (!lacks.value) return []
    const file = text('task.file')
    return [
      { path: 'task.file', value: showValue(file), code: 'missingData', params: { file: showText(file) } },
    ]
  }

  function specOf(path: string): FieldSpec | undefined {
    return fields.value.find((field) => field.path === path)
  }

  function text(path: string): string {
    return texts[textKey(path, task.value)] ?? textOf(specOf(path)?.default)
  }

  function setText(path: string, value: string): void {
    texts[textKey(path, task.value)] = value
  }

  /** Shows an experiment in the form. */
  function show(shown: Experiment): void {
    Object.assign(texts, textsOf(shown, describeFields(shown.task.name)))
  }

  /** The task as it is written, in order or not. */
  const documentTask = computed(() => document.value['task'] as TaskSettings)

  return {
    texts,
    task,
    documentTask,
    writtenTask,
    visibleFields,
    experiment,
    problems,
    memory,
    text,
    setText,
    show,
  }
}
