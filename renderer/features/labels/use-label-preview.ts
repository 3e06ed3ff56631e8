import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Failure } from '../../../domain/contracts/failure.ts'
import type { Dpi, LabelSize } from '../../../domain/labels/label-size.ts'
import type { LabelFields } from '../../../domain/labels/label.ts'
import type { RasterImage } from '../../../domain/labels/raster-image.ts'
import { agent } from '../../agent/agent.ts'

const QUIET_MS = 200

interface LabelPreview {
  image: RasterImage
  serial: string
  problems: string[]
  blocked?: boolean | undefined
}

interface Choice {
  fields: LabelFields
  size: LabelSize
  dpi: Dpi
  templateId: string | null
  /** Of the template: another one is another picture. */
  revision: number
}

/**
 * The dots that would be printed now, asked for again shortly after the last change. An answer that was overtaken by a newer question is
 * dropped; the last good one stays visible while the fields are wrong for a moment.
 */
export function useLabelPreview(choice: () => Choice | null): {
  preview: Readonly<Ref<LabelPreview | null>>
  failure: Readonly<Ref<Failure | null>>
  refresh: () => void
} {
  const preview = shallowRef<LabelPreview | null>(null)
  const failure = ref<Failure | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let newest = 0

  async function ask(): Promise<void> {
    const asked = choice()
    const turn = ++newest
    if (!asked) {
      preview.value = null
      failure.value = null
      return
    }
    const { fields, size, dpi, templateId } = asked
    const result = await agent.labels.preview({ fields, size, dpi, templateId })
    if (turn !== newest) return
    failure.value = result.ok ? null : result.failure
    if (result.ok) preview.value = result.value
  }

  watch(
    () => JSON.stringify(choice()),
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void ask(), QUIET_MS)
    },
  )
  void ask()
  onScopeDispose(() => {
    clearTimeout(timer)
    newest = Number.POSITIVE_INFINITY
  })
  return { preview, failure, refresh: () => void ask() }
}
