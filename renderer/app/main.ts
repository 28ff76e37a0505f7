import { createPinia } from 'pinia'
import { createApp } from 'vue'
import type { Bridge } from '../../core/contract/channels'
import { BRIDGE } from '../../core/contract/channels'
import App from './App.vue'
import { clientKey, createClient } from '../client/client'
import { createTexts } from '../locales/i18n'
import { useExperimentStore } from '../stores/experiment'
import { keepDraft } from '../stores/keptDraft'
import { useGroupsStore } from '../stores/groups'
import { useKeptRunsStore } from '../stores/keptRuns'
import { useRunsStore } from '../stores/runs'
import { useSettingsStore } from '../stores/settings'
import { experimentInForce } from '../../core/experiment/inForce'
import '../styles/fonts.css'
import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/formulas.css'
import '../styles/presentation.css'
import '../styles/forcedColors.css'

/** As often as a moving chart has to change, and no oftener: the processor paints what the window shows. */
const EVENT_INTERVAL_MS = 50

const bridge = (window as unknown as Record<string, Bridge>)[BRIDGE]
if (!bridge) throw new Error(`window.${BRIDGE} is missing: the preload script did not run.`)

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
const app = createApp(App, { nonce })
app.provide(clientKey, createClient(bridge, { validate: import.meta.env.DEV, intervalMs: EVENT_INTERVAL_MS }))
app.use(createPinia())
app.use(createTexts())

// Language and theme are known before the first frame, so that nothing flashes. Runs may come later: whatever
// they are doing, the page is there.
const runs = useRunsStore()
const loadingRuns = runs.load()
void useKeptRunsStore().load()
void useGroupsStore().load()
await useSettingsStore().load()
// The form as it was left; while a run goes on it shows that run's settings.
const draft = useExperimentStore()
const isKept = keepDraft(draft.texts, localStorage)
app.mount('#app')
await loadingRuns
if (runs.shown.status !== 'idle' && (runs.ownsForm || !isKept)) {
  draft.show(experimentInForce(runs.shown.run))
}
