import './zod-without-eval.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './element-plus.ts'
import { createAppRouter } from './router.ts'
import './theme/tokens.css'
import './theme/app.css'
import './theme/element-plus.css'

const RELOADED_AT = 'reloaded-at'
const RELOAD_AGAIN_AFTER_MS = 60_000

// A page that was open while the program was updated asks for parts that are gone. Drafts are saved and the session is kept: begin again, but
// never in a circle.
window.addEventListener('vite:preloadError', () => {
  if (Date.now() - Number(sessionStorage.getItem(RELOADED_AT) ?? 0) < RELOAD_AGAIN_AFTER_MS) return
  sessionStorage.setItem(RELOADED_AT, String(Date.now()))
  location.reload()
})

const app = createApp(App)
app.use(createPinia())
app.use(createAppRouter())
app.mount('#app')
