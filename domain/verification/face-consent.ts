/** The film of one session stops by itself after this long. */
export const FACE_FILM_SECONDS_MAX = 40

/**
 * The separate consent of 人脸识别技术应用安全管理办法 (in force since 2025-06-01) and PIPL Art. 29: purpose, what is taken, how long it is kept,
 * and the way without a face. The version and the time of consent are kept; changed words need a new version.
 */
export const FACE_CONSENT = {
  version: '2026-11-2',
  title: '人脸信息处理单独同意',
  purpose: '仅用于核验法定代表人本人身份，不作其他用途。',
  points: [
    `采集：按提示动作时的人脸照片，与已上传证件的头像比对；不超过 ${FACE_FILM_SECONDS_MAX} 秒的带声音短视频，只供人工审核。`,
    '传输与保存：加密传送到本机构所连的同步服务器，本机不保存；核验有结果后立即删除，转人工审核的最长保存 7 天。不保存人脸特征值。',
    '结果：只保存是否通过、原因、所用程序版本和时间，标注为“本地核验”。',
    '可随时取消；核验后可要求删除尚未删除的照片和视频。',
    '不同意不影响办理：可改用人工审核，由消防救援机构核对材料。',
  ],
  agree: '我已阅读并单独同意处理我的人脸信息',
} as const

/** The same consent where an outside identity service does it on its own pages, which ask for theirs. */
export const OUTSIDE_FACE_CONSENT = [
  '由外部实名认证服务在它的页面上采集人脸，并按它的说明保存和删除；本机和同步服务器都不接收人脸照片和视频。',
  '同步服务器会把法定代表人的姓名、证件类型和证件号发给该服务，只收回是否通过。',
  '可随时取消；不同意不影响办理：可改用人工审核，由消防救援机构核对材料。',
] as const

/** What local verification is called, and what it does not promise; shown beside every result of it. */
export const LOCAL_VERIFICATION = {
  label: '本地核验',
  limits:
    '本地核验由同步服务器比对人脸与证件头像并检查随机动作，未经第三方活体检测认证；能拦截照片、翻拍和循环重放，不能拦截虚拟摄像头注入和深度伪造。',
} as const

/** One picture without prompts, from a phone whose browser opens no camera for a page: only people may decide it. */
export const PHOTO_ONLY = {
  label: '自拍照片，未核验',
  limits: '这张照片由手机浏览器直接上传，没有做随机动作，也没有与证件头像比对，不能证明是本人现场拍摄。',
  statement: '手机浏览器不能打开摄像头，只上传了一张自拍照片，需人工核对',
} as const

/** Material of a session that waits for review is erased after this long at the latest. */
export const FACE_MATERIAL_DAYS_MAX = 7
