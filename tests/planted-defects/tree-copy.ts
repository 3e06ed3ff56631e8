import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Defect } from './defect.ts'

const MEMORY = '/dev/shm'

export interface CopyOptions {
  /** Under umockdev whatever lies below /dev, memory too, is looked for among the made devices. */
  avoidsMemory: boolean
}

/** The source as it lies in the working tree, in a place where it may be harmed. */
export interface TreeCopy {
  directory: string
  /** Takes the safeguard out, runs `work` and puts it back. Throws where the safeguard is not found exactly once: it has moved. */
  harmed: <R>(defect: Defect, work: () => Promise<R>) => Promise<R>
  remove: () => void
}

export function copyTree(root: string, { avoidsMemory }: CopyOptions): TreeCopy {
  const folder = existsSync(MEMORY) && !avoidsMemory ? MEMORY : tmpdir()
  const directory = mkdtempSync(join(folder, 'planted-defects-'))
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  const files = listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)))
  for (const file of files) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    cpSync(join(root, file), join(directory, file))
  }
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'))
  return {
    directory,
    async harmed(defect, work) {
      const path = join(directory, defect.file)
      const whole = readFileSync(path, 'utf8')
      writeFileSync(path, withoutSafeguard(defect, whole))
      try {
        return await work()
      } finally {
        writeFileSync(path, whole)
      }
    },
    remove: () => {
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function withoutSafeguard({ name, file, from, to }: Defect, whole: string): string {
  const parts = whole.split(from)
  if (parts.length !== 2) {
    throw new Error(
      `${name}: the safeguard has moved: ${file} holds its text ${parts.length - 1} times, not once`,
    )
  }
  return parts.join(to)
}

/** Throws where a safeguard has moved; nothing is run. */
export function checkStands(root: string, defects: readonly Defect[]): void {
  for (const defect of defects) withoutSafeguard(defect, readFileSync(join(root, defect.file), 'utf8'))
}
