import type { Component } from 'vue'
import { defineComponent, h, KeepAlive, toRef } from 'vue'
import type { Observation } from '../../../core/contract/observation'
import { defaultExperiment } from '../../../core/experiment/defaults'
import type { Experiment } from '../../../core/experiment/experiment'
import { LossReader } from '../../charts/data/lossFacts'
import type { Growth } from '../../charts/data/series'
import type { PlotLink } from '../../charts/plot/plotLink'
import { createPlotLink } from '../../charts/plot/plotLink'
import { createStepLink } from '../../charts/plot/stepLink'
import type { Observed } from '../../stores/observations'
import { useObservationsStore } from '../../stores/observations'
import { useRunsStore } from '../../stores/runs'
import type { MountedPanel } from '../../testing/mountPanel.testing'
import { mountPanel, settle } from '../../testing/mountPanel.testing'
import DiagnosticsPanel from './DiagnosticsPanel.vue'

export interface MountedDiagnostics extends MountedPanel {
  /** The updates in sight and the crosshair, as the curves of the Lab share them. */
  readonly link: PlotLink
  /** The steps and updates that a person opened, in order. */
  readonly opened: [step: number, update: number][]
  /** Shows a tab. */
  open(tab: string): Promise<void>
  /** The run makes one update, which the window then observes. */
  show(observation: Observation): Promise<void>
  figure(name: string): HTMLElement
  caption(figure: string): string
  /** All that the panel says, with single spaces. */
  text(): string
}

/** The panel as the Lab holds it: its data from the stores, put away while another place is shown. */
function lab(link: PlotLink, opened: MountedDiagnostics['opened']): Component {
  return defineComponent({
    props: { isShown: { type: Boolean, default: true }, hasDiverged: Boolean },
    setup(props) {
      const runs = useRunsStore()
      const observations = useObservationsStore()
      const steps = createStepLink(toRef(observations, 'keptUnit'))
      const growth: Growth = {
        get version() {
          return runs.version
        },
        get numUpdates() {
          return runs.version >= 0 ? runs.columns.loss.length : 0
        },
      }
      const observed: Observed = {
        get seen() {
          return observations.seen
        },
        get histories() {
          return observations.histories
        },
        get numLate() {
          return observations.numLate
        },
      }
      const facts = () => {
        void runs.version
        return new LossReader(1 / 6).read(runs.columns.loss)
      }
      const panel = () =>
        h(DiagnosticsPanel, {
          observed,
          growth,
          learningRates: runs.columns.lr,
          link,
          steps,
          marks: [],
          totalUpdates: 2000,
          runId: observations.runId,
          isWindowed: observations.isWindowed,
          experiment: observations.experiment,
          facts: facts(),
          hasDiverged: props.hasDiverged,
          onOpen: (step: number, update: number) => void opened.push([step, update]),
        })
      return () => h(KeepAlive, null, () => (props.isShown ? [panel()] : []))
    },
  })
}

/**
 * The diagnostics by themselves, of a run that has begun. The property `isShown` puts them away and brings
 * them back.
 */
export async function mountDiagnostics(
  experiment: Experiment = defaultExperiment('adding', 'lstm'),
): Promise<MountedDiagnostics> {
  const link = createPlotLink()
  const opened: MountedDiagnostics['opened'] = []
  const panel = await mountPanel(
    lab(link, opened),
    {},
    { prepare: (_app, pinia) => useRunsStore(pinia).start(experiment) },
  )
  const figure = (name: string): HTMLElement => panel.getByRole('figure', { name })
  return {
    ...panel,
    link,
    opened,
    figure,
    caption: (name) => figure(name).querySelector('figcaption')!.textContent,
    text: () => panel.root.textContent.replace(/\s+/g, ' '),
    async open(tab) {
      panel
        .getByRole('tab', { name: tab })
        .dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }))
      await settle()
    },
    async show(observation) {
      panel.host.train([{ loss: 1, gradNorm: 1 }])
      panel.host.showObservation(observation)
      await settle()
    },
  }
}
