/** Only for tools that do not read .vue files themselves (ESLint's type information); vue-tsc sees the real types. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
