import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { z } from 'zod'
import './appearance.css'

const STORAGE_KEY = 'appearance'

const Appearance = z.object({
  theme: z.enum(['light', 'dark', 'system']).catch('system'),
  /** 界面大小 in percent. */
  scale: z.literal([100, 110, 125]).catch(100),
  /** 表格行高 in pixels at 100 %. */
  rowHeight: z.literal([36, 40, 48]).catch(40),
})
type Appearance = z.infer<typeof Appearance>
export type Theme = z.infer<typeof Appearance>['theme']
export type Scale = z.infer<typeof Appearance>['scale']
type RowHeight = z.infer<typeof Appearance>['rowHeight']

/** 浅色/深色, 界面大小 and 表格行高 of this workstation; remembered here because they are nobody's data. Applied to the page as long as the store lives. */
export const useAppearanceStore = defineStore('appearance', () => {
  const stored = Appearance.parse(parseJson(localStorage.getItem(STORAGE_KEY)))
  const theme = ref<Theme>(stored.theme)
  const scale = ref<Scale>(stored.scale)
  const rowHeight = ref<RowHeight>(stored.rowHeight)
  const systemDark = window.matchMedia('(prefers-color-scheme: dark)')
  const darkSystem = ref(systemDark.matches)
  systemDark.addEventListener('change', ({ matches }) => (darkSystem.value = matches))
  const dark = computed(() => theme.value === 'dark' || (theme.value === 'system' && darkSystem.value))

  watch(
    [dark, scale],
    () => {
      const page = document.documentElement
      page.classList.toggle('dark', dark.value)
      page.style.setProperty('--interface-scale', String(scale.value / 100))
    },
    { immediate: true },
  )
  watch([theme, scale, rowHeight], () => {
    const chosen: Appearance = { theme: theme.value, scale: scale.value, rowHeight: rowHeight.value }
    localStorage.setItem(STORAGE_KEY, JSON.stringify(chosen))
  })
  return { theme, scale, rowHeight, dark }
})

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '{}') ?? {}
  } catch {
    return {}
  }
}
