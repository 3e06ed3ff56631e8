import './zod-without-eval.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import './element-plus.ts'
import { createAppRouter } from './router.ts'
import './theme/tokens.css'
import './theme/app.css'
import './theme/element-plus.css'

const app = createApp(App)
app.use(createPinia())
app.use(createAppRouter())
app.mount('#app')
