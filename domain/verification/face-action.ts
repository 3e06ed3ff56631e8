import { z } from 'zod'

/** What the person is asked to do. Left and right are the person's own, as the camera sees them unmirrored. */
export const FaceAction = z.enum(['blink', 'open-mouth', 'turn-left', 'turn-right', 'come-nearer'])
export type FaceAction = z.infer<typeof FaceAction>

export const FACE_ACTION_WORDS: Record<FaceAction, string> = {
  blink: '请闭眼约 1 秒，再睁开',
  'open-mouth': '请张开嘴',
  'turn-left': '请慢慢向左转头',
  'turn-right': '请慢慢向右转头',
  'come-nearer': '请靠近摄像头',
}

/** A picture shows either the face at rest or the action at its height. */
export const FaceFrameKind = z.enum(['neutral', ...FaceAction.options])
export type FaceFrameKind = z.infer<typeof FaceFrameKind>

export const PROMPTS_PER_SESSION = 3
/** An action must be at its height within this time of the rest before it. */
export const PROMPT_TIME_MS = 5000

/** The pictures of one session in their order: at rest before the first, between and after all actions. */
export function expectedFrames(prompts: readonly FaceAction[]): FaceFrameKind[] {
  return ['neutral', ...prompts.flatMap((prompt): FaceFrameKind[] => [prompt, 'neutral'])]
}
