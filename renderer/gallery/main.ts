import './stand-in-agent.ts'
import '../app/zod-without-eval.ts'
import { createPinia } from 'pinia'
import { createApp, type Component } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import '../app/element-plus.ts'
import '../app/theme/tokens.css'
import '../app/theme/app.css'
import '../app/theme/element-plus.css'
import GalleryPage from './GalleryPage.vue'

/** Every story is a page of its own: `#/status-tag`. */
const stories = import.meta.glob<{ default: Component }>('./stories/*.vue')
const routes = Object.entries(stories).map(([file, component]) => ({
  path: `/${file.replace(/^.*\/(.+)Story\.vue$/, '$1')}`,
  component,
}))

createApp(GalleryPage)
  .use(createPinia())
  .use(createRouter({ history: createWebHashHistory(), routes }))
  .mount('#app')
