import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface SmallDisk {
  folder: string
  freeBytes(): number
  /** Leaves only this much free. */
  fillUp(leaveBytes: number): void
  makeRoom(): void
}

/** A disk of its own of this size; null where this user may not mount one. */
export function smallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
  } catch {
    // Only root may mount: the caller says that it was not looked at.
    rmSync(folder, { recursive: true, force: true })
    return null
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  const ballast = join(folder, 'ballast.bin')
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  }
  return {
    folder,
    freeBytes,
    fillUp: (leaveBytes) => {
      writeFileSync(ballast, Buffer.alloc(Math.max(0, freeBytes() - leaveBytes), 1), { flag: 'a' })
    },
    makeRoom: () => {
      rmSync(ballast, { force: true })
    },
  }
}
