/** What pages load as `/client.js`: plain JavaScript without dependencies, its types in comments. Kept as text because the program is bundled into one file. */
export const GATEWAY_CLIENT = String.raw`/**
 * 消防技术服务机构客户端：从网页打印标签。
 *
 *   import { connectLabelPrinting } from 'http://127.0.0.1:17629/client.js'
 *   const printing = connectLabelPrinting()
 *   if (!printing.isPaired()) await printing.pair('123456')        // 配对码在客户端“浏览器打印”页面
 *   const [printer] = await printing.printers()
 *   const job = await printing.print({ printerId: printer.id, title: '设备标签 07', image: canvas, copies: 1 })
 *   const { state, message } = await printing.finished(job.id)       // state: 'confirmed' | 'sent' | 'refused' | …
 *
 * 网页必须在安全上下文（https，或本机）中；Chrome 会先问用户是否允许访问本机，请在按钮的点击中调用 pair。
 *
 * @typedef {{ id: string, name: string, ready: boolean, message: string, widthMm: number, heightMm: number,
 *   dpi: number, widthDots: number, heightDots: number }} LabelPrinter  标签纸大小以客户端中的设置为准
 * @typedef {{ id: string, state: 'asks'|'refused'|'waiting'|'sending'|'sent'|'confirmed'|'needs-attention'|'cancelled',
 *   message: string|null }} LabelJob  asks：等待在客户端确认；sent：已送达，打印机没有回报；needs-attention：要在客户端处理
 * @typedef {HTMLCanvasElement|OffscreenCanvas|ImageBitmap|HTMLImageElement|Blob} LabelImage
 */

/** @typedef {Error & { code: string, status: number }} LabelPrintingError  code: unreachable, not-paired, wrong-code, too-many-requests, … */

const STORAGE_KEY = 'fire-service-client.print-token'
const ENDED = ['refused', 'sent', 'confirmed', 'needs-attention', 'cancelled']

/** @param {{ address?: string, storage?: Storage }} [options] */
export function connectLabelPrinting(options = {}) {
  const address = options.address ?? new URL(import.meta.url).origin
  const storage = options.storage ?? globalThis.localStorage
  const token = () => storage.getItem(STORAGE_KEY)

  /** @param {string} path @param {unknown} [body] @param {boolean} [withToken] */
  async function ask(path, body, withToken = true) {
    const headers = {}
    if (withToken && token()) headers.authorization = 'Bearer ' + token()
    if (body !== undefined) headers['content-type'] = 'application/json'
    let response
    try {
      response = await fetch(address + '/v1/' + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        targetAddressSpace: 'loopback',
      })
    } catch (cause) {
      throw failure('unreachable', 0, '连不上打印服务：请打开客户端并在“浏览器打印”页面开启，允许网页访问本机；没有配对的网页也会被拒绝', cause)
    }
    const answer = await response.json()
    if (response.ok) return answer
    if (response.status === 401) storage.removeItem(STORAGE_KEY)
    throw failure(answer.error.code, response.status, answer.error.message)
  }

  return {
    /** 打印服务是否开着。不需要配对。 @returns {Promise<{ isPaired: boolean, version: string }>} */
    status: () => ask('status', undefined, false),
    /** 本网页是否记着配对结果；客户端可能已经取消，那时 print 会以 not-paired 失败。 */
    isPaired: () => token() !== null,
    /** @param {string} code 客户端上显示的 6 位配对码，5 分钟内有效，只能用一次 */
    async pair(code) {
      const answer = await ask('pair', { code }, false)
      storage.setItem(STORAGE_KEY, answer.token)
    },
    /** @returns {Promise<LabelPrinter[]>} */
    printers: () => ask('printers'),
    /**
     * 按打印机的点数缩放、黑白化后打印；image 最好正好是 widthDots × heightDots。
     * 同一张标签重试时给同一个 id（UUID）：客户端收到过的不会再印。连接中断时已用同一个 id 自动重试一次。
     * @param {{ printerId: string, title: string, image: LabelImage, copies?: number, threshold?: number, id?: string }} label
     * @returns {Promise<LabelJob>}
     */
    async print({ printerId, title, image, copies = 1, threshold = 128, id = crypto.randomUUID() }) {
      const printer = (await ask('printers')).find((each) => each.id === printerId)
      if (!printer) throw failure('not-found', 404, '没有这台打印机')
      const { widthDots, heightDots } = printer
      const bits = await dotsOf(image, widthDots, heightDots, threshold)
      const label = { id, printerId, title, copies, widthDots, heightDots, bits }
      try {
        return await ask('jobs', label)
      } catch (error) {
        if (error.code !== 'unreachable') throw error
        return ask('jobs', label)
      }
    },
    /** @param {string} id @returns {Promise<LabelJob>} */
    job: (id) => ask('jobs/' + encodeURIComponent(id)),
    /** 等到有了结果。 @param {string} id @returns {Promise<LabelJob>} */
    async finished(id) {
      for (;;) {
        const job = await ask('jobs/' + encodeURIComponent(id))
        if (ENDED.includes(job.state) && !(job.state === 'sent' && job.message === null)) return job
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
    },
  }
}

/** @returns {Promise<string>} 每行补足整字节，高位在前，1 为黑，base64 */
async function dotsOf(image, width, height, threshold) {
  const source = image instanceof Blob ? await createImageBitmap(image) : image
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingEnabled = source.width !== width || source.height !== height
  context.drawImage(source, 0, 0, width, height)
  const { data } = context.getImageData(0, 0, width, height)
  const bytesPerRow = Math.ceil(width / 8)
  const bits = new Uint8Array(bytesPerRow * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4
      const grey = data[at] * 0.299 + data[at + 1] * 0.587 + data[at + 2] * 0.114
      if (grey < threshold) bits[y * bytesPerRow + (x >> 3)] |= 0x80 >> (x & 7)
    }
  }
  let text = ''
  for (let start = 0; start < bits.length; start += 8192) text += String.fromCharCode(...bits.subarray(start, start + 8192))
  return btoa(text)
}

function failure(code, status, message, cause) {
  return Object.assign(new Error(message, { cause }), { code, status })
}
`
