import type * as FileSystem from 'node:fs/promises'

type Files = typeof FileSystem

/** A program that dies at one of its next operations on files: that one and all behind it fail, and what was done before stays, as after SIGKILL. */
export const crash = {
  /** Counts down; null: it lives. */
  operationsLeft: null as number | null,
  /** Operations on files since the last `arm`. */
  seen: 0,
  /** Those that were done. */
  done: [] as string[],
  /** Fails like this; a full disk says ENOSPC and only for writing. */
  code: 'EIO',
  arm(operationsLeft: number | null, code = 'EIO') {
    this.operationsLeft = operationsLeft
    this.code = code
    this.seen = 0
    this.done = []
  },
}

function step(name: string): void {
  crash.seen += 1
  if (crash.operationsLeft === 0 && !(crash.code === 'ENOSPC' && name === 'rm')) {
    throw Object.assign(new Error('the program was killed'), { code: crash.code })
  }
  if (crash.operationsLeft !== null && crash.operationsLeft > 0) crash.operationsLeft -= 1
  crash.done.push(name)
}

const STEPS = ['mkdir', 'rename', 'rm', 'utimes'] as const
const HANDLE_STEPS = ['write', 'writeFile', 'sync'] as const

/** For `vi.mock('node:fs/promises', …)`: the true file system, until `crash` says that the program dies. */
export function crashingFileSystem(files: Files): Files {
  const wrapped: Record<string, unknown> = { ...files }
  for (const name of STEPS) {
    const real: unknown = files[name]
    if (typeof real !== 'function') continue
    wrapped[name] = async (...given: unknown[]) => {
      step(name)
      return (await Reflect.apply(real, files, given)) as unknown
    }
  }
  wrapped['open'] = async (...given: Parameters<Files['open']>) => {
    step('open')
    const handle = await files.open(...given)
    for (const name of HANDLE_STEPS) {
      const real: unknown = Reflect.get(handle, name)
      if (typeof real !== 'function') continue
      Object.assign(handle, {
        [name]: async (...bytes: unknown[]) => {
          step(name)
          return (await Reflect.apply(real, handle, bytes)) as unknown
        },
      })
    }
    return handle
  }
  // Safe: every function of the true file system is there, some of them behind a step.
  return wrapped as unknown as Files
}
