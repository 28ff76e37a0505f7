import { defineStore } from 'pinia'
import { ref } from 'vue'

/** The views of what happens inside the network, in the order of their tabs. */
export const diagnosticsTabs = [
  'flow',
  'evaluation',
  'writing',
  'forecast',
  'contributions',
  'parameters',
  'jacobian',
  'spectrum',
  'gates',
  'histograms',
  'states',
  'trajectory',
  'learningRate',
] as const
export type DiagnosticsTab = (typeof diagnosticsTabs)[number]

/** Which of them is looked at. Kept here, since the glossary leads there too. */
export const useDiagnosticsTabStore = defineStore('diagnosticsTab', () => ({
  tab: ref<DiagnosticsTab>('flow'),
}))
