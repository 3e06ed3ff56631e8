import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Failure } from '../../../domain/contracts/failure.ts'
import type { DesignProblem } from '../../../domain/labels/design/design-problem.ts'
import type { LabelDesign } from '../../../domain/labels/design/label-design.ts'
import type { SampleKind } from '../../../domain/labels/design/sample-content.ts'
import type { Dpi } from '../../../domain/labels/label-size.ts'
import type { RasterImage } from '../../../domain/labels/raster-image.ts'
import { agent } from '../../agent/agent.ts'

interface Question {
  design: LabelDesign
  sample: SampleKind
  dpi: Dpi
}

/** The printer's dots of the design, one question under way at a time: while something is dragged the picture follows as fast as answers come. */
export function useDesignPreview(question: () => Question): {
  image: Readonly<Ref<RasterImage | null>>
  problems: Readonly<Ref<readonly DesignProblem[]>>
  failure: Readonly<Ref<Failure | null>>
  /** Asks again for what is shown now. */
  refresh: () => Promise<void>
} {
  const image = shallowRef<RasterImage | null>(null)
  const problems = shallowRef<readonly DesignProblem[]>([])
  const failure = ref<Failure | null>(null)
  let asking = false
  let askAgain = false
  let isGone = false

  async function ask(): Promise<void> {
    if (asking) {
      askAgain = true
      return
    }
    asking = true
    do {
      askAgain = false
      const result = await agent.labelTemplates.preview(question())
      failure.value = result.ok ? null : result.failure
      if (result.ok) {
        image.value = result.value.image
        problems.value = result.value.problems
      }
      // Safe: widened, because the compiler does not see that a change may have raised it meanwhile.
    } while ((askAgain as boolean) && !isGone)
    asking = false
  }

  watch(question, () => void ask(), { immediate: true, deep: false })
  onScopeDispose(() => (isGone = true))
  return { image, problems, failure, refresh: ask }
}
