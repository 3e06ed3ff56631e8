import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

export interface OpenPdf {
  pageCount: number
  /** Draws a page (from 1) into the canvas, `widthPixels` wide; a drawing under way in the same canvas is given up. */
  draw(page: number, canvas: HTMLCanvasElement, widthPixels: number): Promise<void>
  /** Width by height of a page as it stands. */
  shapeOf(page: number): Promise<{ width: number; height: number }>
  /** The words of a page for who cannot see it; empty for a scan. */
  textOf(page: number): Promise<string>
  close(): void
}

/** CMaps for Chinese, the standard fonts and decoders without WebAssembly, beside our own pages (build/vite.renderer.config.ts). */
const RESOURCES = new URL('./pdfjs/', document.baseURI).href

/** Opens a PDF for reading; words where it cannot be opened. The reader itself is loaded when the first document is. */
export async function openPdf(
  file: Blob,
): Promise<{ ok: true; pdf: OpenPdf } | { ok: false; message: string }> {
  const pdfjs = await import('pdfjs-dist')
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl
  const loading = pdfjs.getDocument({
    data: await file.arrayBuffer(),
    cMapUrl: `${RESOURCES}cmaps/`,
    standardFontDataUrl: `${RESOURCES}standard_fonts/`,
    wasmUrl: `${RESOURCES}wasm/`,
    useWasm: false,
    useSystemFonts: true,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  })
  try {
    return { ok: true, pdf: readerOf(await loading.promise, () => void loading.destroy()) }
  } catch (error) {
    void loading.destroy()
    const isEncrypted = error instanceof Error && error.name === 'PasswordException'
    const message = isEncrypted
      ? 'PDF 文件加了密码，打不开，请去掉密码后重新上传'
      : 'PDF 文件已损坏或不完整，打不开，请重新扫描或导出'
    return { ok: false, message }
  }
}

function readerOf(document: PDFDocumentProxy, close: () => void): OpenPdf {
  const drawing = new WeakMap<HTMLCanvasElement, RenderTask>()
  return {
    pageCount: document.numPages,
    draw: async (number, canvas, widthPixels) => {
      const page = await document.getPage(number)
      const viewport = page.getViewport({ scale: widthPixels / page.getViewport({ scale: 1 }).width })
      drawing.get(canvas)?.cancel()
      canvas.width = Math.floor(viewport.width)
      canvas.height = Math.floor(viewport.height)
      const task = page.render({ canvas, viewport })
      drawing.set(canvas, task)
      await task.promise.catch((error: unknown) => {
        const isGivenUp = error instanceof Error && error.name === 'RenderingCancelledException'
        if (!isGivenUp) throw error
      })
    },
    shapeOf: async (number) => {
      const { width, height } = (await document.getPage(number)).getViewport({ scale: 1 })
      return { width, height }
    },
    textOf: async (number) => {
      const { items } = await (await document.getPage(number)).getTextContent()
      return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
    },
    close,
  }
}
