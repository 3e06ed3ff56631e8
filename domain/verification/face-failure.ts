import { z } from 'zod'

/** Why a session ended without passing: one reason, one thing to do. */
export const FaceFailureReason = z.enum([
  'no-face',
  'several-faces',
  'face-lost',
  'wrong-action',
  'too-slow',
  'face-changed',
  'wrong-order',
  'not-live',
  'virtual-camera',
  'camera-lost',
  'portrait-unreadable',
  'not-the-person',
  'near-the-person',
  'photo-only',
  'unreadable',
  'expired',
  'cancelled',
  'too-long',
  'unavailable',
])
export type FaceFailureReason = z.infer<typeof FaceFailureReason>

export interface FaceFailureWords {
  message: string
  advice: string
}

export const FACE_FAILURE_WORDS: Record<FaceFailureReason, FaceFailureWords> = {
  'no-face': { message: '未检测到完整的人脸', advice: '请正对摄像头，摘下口罩，让脸在框内再试' },
  'several-faces': { message: '画面中有多张人脸', advice: '请让其他人离开画面后再试' },
  'face-lost': { message: '人脸离开了画面', advice: '请在全程保持脸在框内再试' },
  'wrong-action': { message: '动作与提示不一致', advice: '请看清提示，只做提示的动作后再试' },
  'too-slow': {
    message: '没有在 5 秒内看到提示的动作',
    advice: '请动作明显一些再试；无法完成动作的，可申请人工审核',
  },
  'face-changed': { message: '过程中不是同一张脸', advice: '请由法定代表人本人全程完成' },
  'wrong-order': { message: '提交的画面与本次提示不符', advice: '请重新开始认证' },
  'not-live': { message: '画面没有随动作自然变化', advice: '请由本人在摄像头前完成，不要使用照片或视频' },
  'virtual-camera': { message: '检测到虚拟摄像头', advice: '请换用电脑自带或外接的摄像头，或改用手机认证' },
  'camera-lost': { message: '摄像头中途断开', advice: '请检查摄像头的连接和权限后再试' },
  'portrait-unreadable': {
    message: '证件头像面图片中看不清人像',
    advice: '请重新上传清晰的证件头像面，或申请人工审核',
  },
  'not-the-person': { message: '与证件头像不一致', advice: '请由法定代表人本人认证，并核对上传的证件头像面' },
  'near-the-person': { message: '无法确认与证件头像一致', advice: '已转消防救援机构人工审核，请等待结果' },
  'photo-only': { message: '只有一张自拍照片，没有做动作', advice: '已转消防救援机构人工审核，请等待结果' },
  unreadable: { message: '提交的内容不能读取', advice: '请重新开始认证' },
  expired: { message: '本次认证已超过 120 秒', advice: '请重新开始认证' },
  cancelled: { message: '本次认证已取消', advice: '需要时请重新开始认证' },
  'too-long': { message: '服务器没有在规定时间内得出结果', advice: '请稍后再试，或申请人工审核' },
  unavailable: { message: '服务器暂时不能进行人脸核验', advice: '请申请人工审核' },
}
