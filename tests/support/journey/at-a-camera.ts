import { chromium, type Browser } from '@playwright/test'
import { openLiveCamera, type LiveCamera } from '../face/live-camera.ts'
import { openShell, type Shell } from '../shell-host.ts'
import { test as base } from '../shells.ts'

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function launch(camera: LiveCamera | null, more: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      ...ARGUMENTS,
      ...(camera
        ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${camera.file}`]
        : []),
      ...more,
    ],
  })
}

interface CameraFixtures {
  /** The test's person in front of a camera. */
  camera: LiveCamera
  /** A browser that has this camera alone; `more` replaces the permission that is granted by itself. */
  openBrowser: (camera: LiveCamera | null, more?: readonly string[]) => Promise<Browser>
  /** A workstation whose page is in such a browser. */
  openWorkstationWith: (camera: LiveCamera | null, more?: readonly string[]) => Promise<Shell>
  /** The workstation in front of which the test's person sits. */
  shellAtCamera: Shell
}

/** The journeys' test with a camera; what it opens is closed at the end of the test, whatever happened in it: shells, then browsers, then the camera. */
export const test = base.extend<CameraFixtures>({
  camera: async ({}, use) => {
    const camera = await openLiveCamera()
    await use(camera)
    camera.stop()
  },
  openBrowser: async ({}, use) => {
    const browsers: Browser[] = []
    await use(async (camera, more = ['--use-fake-ui-for-media-stream']) => {
      const browser = await launch(camera, more)
      browsers.push(browser)
      return browser
    })
    for (const browser of browsers) await browser.close()
  },
  openWorkstationWith: async ({ server, openBrowser }, use) => {
    const shells: Shell[] = []
    await use(async (camera, more) => {
      const browser = await openBrowser(camera, more)
      const shell = await openShell({ name: 'browser', server, browser })
      shells.push(shell)
      return shell
    })
    for (const shell of shells) await shell.close()
  },
  shellAtCamera: async ({ camera, openWorkstationWith }, use) => {
    await use(await openWorkstationWith(camera))
  },
})
