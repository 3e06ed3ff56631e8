import type { CropShare, PictureSize } from './picture-tasks.ts'

export interface CropFrame {
  set(crop: CropShare): void
  close(): void
}

const HANDLES = ['n', 'e', 's', 'w', 'ne', 'nw', 'se', 'sw']
/** The picture lies still and fills its canvas: shares of the canvas are shares of the picture. */
const TEMPLATE = `<cropper-canvas>
  <cropper-image initial-center-size="contain"></cropper-image>
  <cropper-shade></cropper-shade>
  <cropper-selection initial-coverage="1" movable resizable outlined>
    <cropper-handle action="move" plain></cropper-handle>
    ${HANDLES.map((side) => `<cropper-handle action="${side}-resize"></cropper-handle>`).join('')}
  </cropper-selection>
</cropper-canvas>`

/** Shows a picture in `stage` with a frame to be dragged; `onChange` hears of every change by hand. The cropper is loaded when first needed. */
export async function openCropFrame(
  stage: HTMLElement,
  { jpeg, width, height }: { jpeg: Blob } & PictureSize,
  onChange: (crop: CropShare) => void,
): Promise<CropFrame> {
  const { default: Cropper } = await import('cropperjs')
  const url = URL.createObjectURL(jpeg)
  const image = new Image()
  image.src = url
  image.alt = ''
  await image.decode()
  const scale = Math.min((stage.clientWidth - 24) / width, (stage.clientHeight - 24) / height)
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) }
  const place = document.createElement('div')
  place.style.width = `${size.width}px`
  place.style.height = `${size.height}px`
  stage.replaceChildren(place)
  const cropper = new Cropper(image, { container: place, template: TEMPLATE })
  const canvas = cropper.getCropperCanvas()
  const selection = cropper.getCropperSelection()
  if (canvas) Object.assign(canvas.style, { width: '100%', height: '100%' })
  let isSet = false
  selection?.addEventListener('change', (event) => {
    // Safe: the cropper's own event carries the frame it is about to take.
    const next = (event as CustomEvent<{ x: number; y: number; width: number; height: number }>).detail
    const fits =
      next.x >= -1 &&
      next.y >= -1 &&
      next.x + next.width <= size.width + 1 &&
      next.y + next.height <= size.height + 1
    if (!fits) event.preventDefault()
    else if (!isSet) {
      onChange({
        left: next.x / size.width,
        top: next.y / size.height,
        width: next.width / size.width,
        height: next.height / size.height,
      })
    }
  })
  return {
    set: (crop) => {
      isSet = true
      selection?.$change(
        crop.left * size.width,
        crop.top * size.height,
        crop.width * size.width,
        crop.height * size.height,
      )
      isSet = false
    },
    close: () => {
      cropper.destroy()
      place.remove()
      URL.revokeObjectURL(url)
    },
  }
}
