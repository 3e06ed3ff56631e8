import { installFakeBridge } from './fake-bridge.ts'

/** For tests of whole pages: imported before the page, it stands in its place before the agent's client looks for it. */
export const bridge = installFakeBridge()
