import fc from 'fast-check'
import { encodeBase64 } from '../../domain/labels/base64.ts'
import { DesignField, type DesignElement, type LabelDesign } from '../../domain/labels/design/label-design.ts'
import { LABEL_SIZE_PRESETS } from '../../domain/labels/label-size.ts'

const step = (least: number, most: number) =>
  fc.integer({ min: Math.ceil(least * 8), max: Math.floor(most * 8) }).map((eighths) => eighths / 8)

const picture = fc
  .record({ widthPixels: fc.integer({ min: 1, max: 12 }), heightPixels: fc.integer({ min: 1, max: 12 }) })
  .chain((size) =>
    fc
      .uint8Array({
        minLength: size.widthPixels * size.heightPixels,
        maxLength: size.widthPixels * size.heightPixels,
      })
      .map((grey) => ({ ...size, greyBase64: encodeBase64(grey) })),
  )

/** Any element the schema lets through on paper of this size; it may lie across the edge. */
function anElement(widthMm: number, heightMm: number): fc.Arbitrary<DesignElement> {
  const box = fc.record({
    xMm: step(0, widthMm),
    yMm: step(0, heightMm),
    widthMm: step(0.125, widthMm),
    heightMm: step(0.125, heightMm),
  })
  const words = fc.string({
    unit: fc.constantFrom(...Array.from('消防设施赢鑫 A1-、，（）·')),
    maxLength: 30,
  })
  const own: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
    fc.record({
      kind: fc.constant('text'),
      text: words,
      field: fc.option(fc.constantFrom(...DesignField.options), { nil: null }),
      sizeMm: step(1, 10),
      bold: fc.boolean(),
      align: fc.constantFrom('left', 'centre', 'right'),
      mostLines: fc.integer({ min: 1, max: 6 }),
      shrinks: fc.boolean(),
    }),
    fc.constantFrom({ kind: 'qr' }, { kind: 'code128' }, { kind: 'line' }),
    fc.record({ kind: fc.constant('frame'), thicknessMm: step(0.125, 5) }),
    fc.record({
      kind: fc.constant('picture'),
      picture,
      method: fc.constantFrom('threshold', 'dither'),
      threshold: fc.integer({ min: 1, max: 255 }),
    }),
  )
  return (
    fc
      .tuple(fc.uuid(), box, own)
      // Safe: the records above are the fields of each kind.
      .map(([id, place, rest]) => ({ id, ...place, ...rest }) as DesignElement)
  )
}

export const anyDesign: fc.Arbitrary<LabelDesign> = fc.constantFrom(...LABEL_SIZE_PRESETS).chain((size) =>
  fc.record({
    size: fc.constant(size),
    direction: fc.constantFrom('upright' as const, 'turned' as const),
    elements: fc.uniqueArray(anElement(size.widthMm, size.heightMm), {
      maxLength: 12,
      selector: ({ id }) => id,
    }),
  }),
)
