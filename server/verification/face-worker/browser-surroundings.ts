import { readFile } from 'node:fs/promises'

const SCHEME = 'models:'

/**
 * The face libraries come as browser bundles with TensorFlow inside; their Node builds want packages that are not theirs. In this process, which does
 * nothing else, they find what a browser worker has: `fetch` for model files (by `modelUrl`) and no sign of Node. Nothing is ever asked of the network.
 */
export async function pretendBrowserWorker(): Promise<void> {
  // Made lazily by Node, and looking at `process.versions.node`: they must exist before it is hidden.
  await new Response('').arrayBuffer()
  await fetch('data:text/plain,')
  Object.defineProperty(process, 'versions', {
    value: { ...process.versions, node: undefined },
    configurable: true,
  })
  Object.assign(globalThis, {
    WorkerGlobalScope: Object,
    self: globalThis,
    location: { href: `${SCHEME}/worker.js` },
    importScripts: () => {
      throw new Error('no scripts from elsewhere')
    },
    fetch: readModelFile,
  })
}

export function modelUrl(folder: string): string {
  return `${SCHEME}${folder}/`
}

async function readModelFile(input: string | URL | Request): Promise<Response> {
  const address = input instanceof Request ? input.url : String(input)
  if (!address.startsWith(SCHEME)) throw new Error('the face worker has no network')
  const path = address.slice(SCHEME.length)
  const type = path.endsWith('.wasm')
    ? 'application/wasm'
    : path.endsWith('.json')
      ? 'application/json'
      : 'application/octet-stream'
  return new Response(await readFile(path), { headers: { 'content-type': type } })
}
