import { createHash } from 'node:crypto'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { openSealedFile } from './sealed-file.ts'
import { UnsentManifest } from './unsent-manifest.ts'

export interface UnsentVisitor {
  /** Throws where the content is not for this workstation; nothing has been kept then. */
  onManifest: (manifest: UnsentManifest) => void
  onFile: (bytes: Buffer) => Promise<void>
}

const LENGTH_BYTES = 4

/** Reads an export whole: first all of it only to see that it is complete and genuine, then its files one after the other. */
export async function readUnsentFile(
  path: string,
  password: string,
  visitor: UnsentVisitor,
): Promise<UnsentManifest> {
  const file = await openSealedFile(path, password)
  try {
    await readToItsEnd(file.pieces())
    const stream = byteStream(file.pieces())
    const length = (await stream.take(LENGTH_BYTES)).readUInt32BE()
    const manifest = parseManifest(await stream.take(length))
    visitor.onManifest(manifest)
    for (const { sha256, sizeBytes } of manifest.files) {
      const bytes = await stream.take(sizeBytes)
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw unusable()
      await visitor.onFile(bytes)
    }
    return manifest
  } finally {
    await file.close()
  }
}

async function readToItsEnd(pieces: AsyncGenerator<Buffer>): Promise<void> {
  let next = await pieces.next()
  while (!next.done) next = await pieces.next()
}

function parseManifest(bytes: Buffer): UnsentManifest {
  // The pieces are authentic, so this is what an export wrote: JSON, perhaps of a newer version.
  const parsed = UnsentManifest.safeParse(JSON.parse(bytes.toString('utf8')))
  if (parsed.success) return parsed.data
  throw new FailureError('invalid-input', {
    message: '这个文件由更新版本的客户端导出，请先更新本机的客户端再导入',
  })
}

function byteStream(pieces: AsyncGenerator<Buffer>) {
  let waiting: Buffer = Buffer.alloc(0)
  return {
    take: async (length: number): Promise<Buffer> => {
      const parts: Buffer[] = [waiting]
      let bytes = waiting.length
      while (bytes < length) {
        const next = await pieces.next()
        if (next.done) throw unusable()
        parts.push(next.value)
        bytes += next.value.length
      }
      const all = Buffer.concat(parts)
      waiting = all.subarray(length)
      return all.subarray(0, length)
    },
  }
}

const unusable = () =>
  new FailureError('invalid-input', { message: '文件内容有误，没有导入任何内容，请重新导出后再导入' })
