import { CODE128_QUIET_MODULES, encodeCode128 } from '../../../domain/labels/design/code128.ts'
import { onDesignGrid } from '../../../domain/labels/design/label-design.ts'
import type {
  DesignElement,
  DesignField,
  GreyPicture,
  LabelDesign,
} from '../../../domain/labels/design/label-design.ts'
import { LABEL_FIELD_NAMES } from '../../../domain/labels/label-content.ts'

/** What the designer offers to put on a label. */
export type Addition =
  | { kind: 'text' | 'qr' | 'code128' | 'line' | 'frame' }
  | { kind: 'field'; field: DesignField }
  | { kind: 'picture'; picture: GreyPicture }

/** Two dots to a module at 203 dpi for a serial with its quiet zones. */
const BARCODE_MM = Math.ceil(
  (encodeCode128('0000-000000-0').length + 2 * CODE128_QUIET_MODULES + 24) * 2 * 0.125,
)
const QR_MM = 22
const INSET_MM = 3

/** A new element near the top left corner, as large as is usual and as the paper allows. */
export function newElement({ size }: LabelDesign, addition: Addition, id: string): DesignElement {
  const across = onDesignGrid(size.widthMm - 2 * INSET_MM)
  const down = onDesignGrid(size.heightMm - 2 * INSET_MM)
  const box = (widthMm: number, heightMm: number) => ({
    id,
    xMm: INSET_MM,
    yMm: INSET_MM,
    widthMm: Math.min(across, widthMm),
    heightMm: Math.min(down, heightMm),
  })
  const words = { bold: false, align: 'left', mostLines: 1, shrinks: true, sizeMm: 3 } as const
  switch (addition.kind) {
    case 'text':
      return { ...box(24, 3.5), ...words, kind: 'text', text: '文字', field: null }
    case 'field': {
      const text = addition.field === 'serial' ? '' : `${LABEL_FIELD_NAMES[addition.field]}：`
      return { ...box(34, 3.5), ...words, kind: 'text', text, field: addition.field }
    }
    case 'qr':
      return { ...box(QR_MM, QR_MM), kind: 'qr' }
    case 'code128':
      return { ...box(BARCODE_MM, 8), kind: 'code128' }
    case 'line':
      return { ...box(across, 0.25), kind: 'line' }
    case 'frame':
      return { ...box(across, down), kind: 'frame', thicknessMm: 0.25 }
    case 'picture': {
      const { widthPixels, heightPixels } = addition.picture
      const widthMm = Math.min(15, across, (15 * widthPixels) / heightPixels)
      const heightMm = (widthMm * heightPixels) / widthPixels
      const sides = box(Math.max(1, onDesignGrid(widthMm)), Math.max(1, onDesignGrid(heightMm)))
      return { ...sides, kind: 'picture', picture: addition.picture, method: 'threshold', threshold: 128 }
    }
  }
}
