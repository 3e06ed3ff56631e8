import type { OpenPdf } from './open-pdf.ts'

/** 150 dots an inch of an A4 page: sharp on paper, and forty pages still fit into memory. */
const PRINT_WIDTH_PIXELS = 1240

/** Puts every page on a sheet of its own that only the printer sees, and opens the system's print dialog. */
export async function printPdf(pdf: OpenPdf): Promise<void> {
  const sheets = document.createElement('div')
  sheets.className = 'print-sheets'
  const urls: string[] = []
  for (let page = 1; page <= pdf.pageCount; page += 1) {
    const canvas = document.createElement('canvas')
    await pdf.draw(page, canvas, PRINT_WIDTH_PIXELS)
    const picture = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png')
    })
    if (!picture) continue
    const image = new Image()
    image.alt = `第 ${page} 页`
    image.src = URL.createObjectURL(picture)
    urls.push(image.src)
    await image.decode()
    sheets.append(image)
  }
  document.body.append(sheets)
  document.documentElement.classList.add('prints-sheets')
  window.addEventListener(
    'afterprint',
    () => {
      document.documentElement.classList.remove('prints-sheets')
      sheets.remove()
      for (const url of urls) URL.revokeObjectURL(url)
    },
    { once: true },
  )
  window.print()
}
