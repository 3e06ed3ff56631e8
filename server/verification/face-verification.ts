import { join } from 'node:path'
import type { Capability } from '../http/capability.ts'
import type { FaceDependencies, FaceParts } from './face-dependencies.ts'
import { createFaceMaterialStore } from './face-material-store.ts'
import { createFaceNews } from './face-news.ts'
import { createFaceSessionRepository } from './face-session-repository.ts'
import { createFaceSessionService } from './face-session-service.ts'
import { createVerificationCapability } from './verification-capability.ts'

/** What an installation gives to verification by face. */
export interface FaceSetup extends Pick<
  FaceDependencies,
  'readPicture' | 'faceKey' | 'judge' | 'outside' | 'passNeedsReview'
> {
  /** The folder face-material is made in it. */
  dataDir: string
  phonePagesFolder: string
}

/** 人脸认证 put together: its capability, and the erasing that manual review asks for. */
export function createFaceVerification(
  dependencies: Omit<FaceDependencies, keyof FaceSetup> & { face: FaceSetup },
): { capability: Capability; eraseFaceMaterial: (organisationId: string) => Promise<void> } {
  const { face, ...rest } = dependencies
  const material = createFaceMaterialStore(join(face.dataDir, 'face-material'), face.faceKey)
  const parts: FaceParts = {
    ...rest,
    ...face,
    sessions: createFaceSessionRepository(rest.db),
    material,
    news: createFaceNews(),
  }
  const service = createFaceSessionService(parts)
  return {
    capability: createVerificationCapability({ ...rest, ...face, service, material }),
    eraseFaceMaterial: async (organisationId) => {
      await service.deleteMaterial(organisationId)
    },
  }
}
