import { reactive } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectBridge } from '../../../renderer/agent/connect-bridge.ts'

const fetched = vi.fn<(address: string, options: RequestInit) => Promise<Response>>()

beforeEach(() => {
  sessionStorage.clear()
  delete window.agent
  vi.stubGlobal('fetch', fetched)
  fetched.mockResolvedValue(new Response(JSON.stringify({ ok: true, value: 7 })))
})
afterEach(() => {
  vi.unstubAllGlobals()
  fetched.mockReset()
})

describe('the bridge of the browser shell', () => {
  it('takes the token out of the address and sends it with every call', async () => {
    window.location.hash = '#token=abc-123_X'
    const bridge = connectBridge()
    expect(window.location.hash).toBe('')
    await bridge.call('drafts.list', undefined)
    expect(fetched).toHaveBeenCalledWith(
      '/agent/drafts.list',
      expect.objectContaining({ method: 'POST', body: 'null' }),
    )
    expect(fetched.mock.lastCall?.[1].headers).toMatchObject({ authorization: 'Bearer abc-123_X' })
  })

  it('still knows the token after a reload of the page', async () => {
    window.location.hash = '#token=abc'
    connectBridge()
    await connectBridge().call('drafts.list', undefined)
    expect(fetched.mock.lastCall?.[1].headers).toMatchObject({ authorization: 'Bearer abc' })
  })

  it('leaves an address of the router alone', () => {
    window.location.hash = '#/sign-in'
    connectBridge()
    expect(window.location.hash).toBe('#/sign-in')
  })

  it('says where to open the page again when the token is no longer known', async () => {
    fetched.mockResolvedValue(new Response('', { status: 401 }))
    const result = await connectBridge().call('drafts.list', undefined)
    expect(result).toMatchObject({
      ok: false,
      failure: { code: 'not-allowed', message: expect.stringContaining('重新打开') as unknown },
    })
  })

  it('answers a failure instead of rejecting when the agent is gone', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'))
    await expect(connectBridge().call('drafts.list', undefined)).resolves.toMatchObject({ ok: false })
  })

  it('does not pass on an answer that is no Result', async () => {
    fetched.mockResolvedValue(new Response('{"value":1}'))
    await expect(connectBridge().call('drafts.list', undefined)).resolves.toMatchObject({
      ok: false,
      failure: { code: 'internal' },
    })
  })
})

describe('the bridge of Electron', () => {
  it('carries what a form watches: only plain values reach the preload script', async () => {
    const crossed: unknown[] = []
    window.agent = {
      shell: 'electron',
      // Electron clones what crosses, and a Vue proxy cannot be cloned.
      call: (_method, input) => {
        crossed.push(structuredClone(input))
        return Promise.resolve({ ok: true, value: null })
      },
      on: () => () => undefined,
    }
    const fields = reactive({ regionCodes: ['320000', '320100'], name: '苗佳' })
    const result = await connectBridge().call('practice.saveProject', { projectId: null, fields })
    expect(result.ok).toBe(true)
    expect(crossed).toEqual([
      { projectId: null, fields: { regionCodes: ['320000', '320100'], name: '苗佳' } },
    ])
  })
})
