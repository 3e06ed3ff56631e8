import { randomBytes, webcrypto } from 'node:crypto'
import { expectedFrames } from '../../../domain/verification/face-action.ts'
import { FACE_CONSENT } from '../../../domain/verification/face-consent.ts'
import type { FaceChallenge } from '../../../domain/verification/face-contract.ts'
import { packFacePayload, type FacePayload } from '../../../domain/verification/face-payload.ts'
import { sealPayload } from '../../../domain/verification/seal.ts'
import { anOrganisationAtWork, someMaterials } from '../an-organisation-at-work.ts'
import type { TestServer } from '../test-server.ts'

/** Stands in every picture and video: no file, table or log may ever hold it. */
export const PICTURE_MARKER = 'SECRET-PICTURE-MARKER'

export function aPayload({ nonce, prompts }: Pick<FaceChallenge, 'nonce' | 'prompts'>): FacePayload {
  const bytes = (head: string) =>
    new Uint8Array(Buffer.concat([Buffer.from(head, 'latin1'), randomBytes(16)]))
  return {
    nonce,
    device: { cameraLabel: 'Integrated Camera', userAgent: 'test', appVersion: '0.1.0' },
    frames: expectedFrames(prompts).map((kind, index) => ({
      kind,
      atMs: index * 1500,
      jpeg: bytes(PICTURE_MARKER),
    })),
    video: { mediaType: 'video/webm', bytes: bytes(`\x1a\x45\xdf\xa3${PICTURE_MARKER}`) },
  }
}

export async function sealed(
  challenge: FaceChallenge,
  payload: FacePayload = aPayload(challenge),
): Promise<string> {
  const key = new Uint8Array(Buffer.from(challenge.serverPublicKey, 'base64'))
  const bytes = await sealPayload(webcrypto.subtle, key, challenge, packFacePayload(payload))
  return Buffer.from(bytes).toString('base64')
}

/** One selfie, as a phone sends it whose browser opens no camera. */
export function aPhoto({ nonce }: Pick<FaceChallenge, 'nonce'>): FacePayload {
  const jpeg = new Uint8Array(
    Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.from(PICTURE_MARKER), randomBytes(16)]),
  )
  return {
    nonce,
    device: { cameraLabel: '', userAgent: 'test', appVersion: 'phone-photo' },
    frames: [{ kind: 'neutral', atMs: 0, jpeg }],
    video: null,
  }
}

/** An organisation whose phone check did not pass, and what it asks of verification by face. */
export async function anUnverifiedOrganisation(server: TestServer) {
  const organisation = await anOrganisationAtWork(server)
  const materials = await someMaterials(organisation.fileArrives)
  server.identity.decide(materials.legalRepresentative.documentNumber, 'mismatch')
  await server.ask('organisation.submitMaterials', materials, organisation.token)
  const { token } = organisation
  const start = (way: 'pc' | 'phone' = 'pc', consentVersion: string | null = FACE_CONSENT.version) =>
    server.call('verification.startFace', { way, consentVersion, cameraLabel: 'Integrated Camera' }, token)
  const started = async () => {
    const result = await start()
    if (!result.ok || !result.value.challenge) throw new Error(`not started: ${JSON.stringify(result)}`)
    return result.value.challenge
  }
  const submit = async (challenge: FaceChallenge, payload?: FacePayload) =>
    server.call(
      'verification.submitFace',
      { ...challenge, sealedBase64: await sealed(challenge, payload) },
      token,
    )
  const ended = async (sessionId: string) => {
    for (let look = 0; look < 100; look += 1) {
      const state = await server.ask('verification.faceState', { sessionId }, token)
      if (state.state !== 'deciding') return state
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error('never decided')
  }
  const verification = async () => (await organisation.record('organisation', organisation.id)).verification
  return { organisation, materials, token, start, started, submit, ended, verification }
}
