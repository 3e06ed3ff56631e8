import '../app/zod-without-eval.ts'
import { createApp } from 'vue'
import PhonePage from './PhonePage.vue'
import '../app/theme/tokens.css'
import '../app/theme/app.css'
import './phone.css'

// The theme's dark colours hang on a class; the phone has no settings of ours and follows its own.
const dark = window.matchMedia('(prefers-color-scheme: dark)')
const follow = () => document.documentElement.classList.toggle('dark', dark.matches)
dark.addEventListener('change', follow)
follow()

createApp(PhonePage).mount('#app')
