import sharp from 'sharp'

/**
 * Pictures as a handler would photograph them, drawn here and marked 样本 (SPECIMEN) all over: no real card, no real person.
 * Sharp edges and some grain, so that checks of size, blur and darkness have something honest to look at.
 */
export type SpecimenKind = 'document-front' | 'document-back' | 'licence'

export interface SpecimenPicture {
  name: string
  mimeType: 'image/jpeg'
  buffer: Buffer
}

const CARD = { width: 1600, height: 1010 }
const LICENCE = { width: 1700, height: 1200 }

export async function specimenPicture(
  kind: SpecimenKind,
  holder: { name: string; documentNumber: string },
): Promise<SpecimenPicture> {
  const size = kind === 'licence' ? LICENCE : CARD
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" font-family="Noto Sans CJK SC">
    <rect width="100%" height="100%" fill="#d9d2c3"/>
    <rect x="60" y="60" width="${size.width - 120}" height="${size.height - 120}" rx="48" fill="#f2efe6" stroke="#6f7f86" stroke-width="3"/>
    ${CONTENT[kind](holder)}
    <text x="50%" y="62%" text-anchor="middle" font-size="150" fill="#b3261e" opacity="0.28" transform="rotate(-14 ${size.width / 2} ${size.height / 2})">样本 SPECIMEN</text>
  </svg>`
  const buffer = await sharp(Buffer.from(svg))
    .composite([{ input: grain(size), raw: { ...size, channels: 4 }, blend: 'over' }])
    .jpeg({ quality: 88 })
    .toBuffer()
  return { name: `${kind}.jpg`, mimeType: 'image/jpeg', buffer }
}

const CONTENT: Record<SpecimenKind, (holder: { name: string; documentNumber: string }) => string> = {
  'document-front': (holder) => `
    <g font-size="56" fill="#20302c"><text x="160" y="220">姓名　${holder.name}</text><text x="160" y="330">性别　男　民族　汉</text>
    <text x="160" y="440">住址　江苏省南京市样本路 1 号</text><text x="160" y="860">公民身份号码　${holder.documentNumber}</text></g>
    <g fill="#9c8f86"><circle cx="1290" cy="340" r="120"/><path d="M1090 720c0-150 90-230 200-230s200 80 200 230z"/></g>`,
  'document-back': (holder) => `
    <circle cx="330" cy="330" r="140" fill="#c2361f"/><text x="560" y="310" font-size="84" fill="#20302c">中华人民共和国</text>
    <text x="560" y="450" font-size="110" fill="#20302c">居民身份证</text>
    <g font-size="56" fill="#20302c"><text x="360" y="740">签发机关　样本市公安局</text><text x="360" y="850">有效期限　${validity(holder)}</text></g>`,
  licence: (holder) => `
    <text x="850" y="300" text-anchor="middle" font-size="130" fill="#20302c">营业执照</text>
    <g font-size="52" fill="#20302c"><text x="180" y="480">名　　称　样本消防技术服务有限公司</text><text x="180" y="580">法定代表人　${holder.name}</text>
    <text x="180" y="680">经营范围　消防技术服务；消防设施维护保养检测</text><text x="180" y="780">登记机关　样本市市场监督管理局</text></g>
    <circle cx="1380" cy="900" r="140" fill="none" stroke="#c2361f" stroke-width="10"/>`,
}

/** No two cards are alike on this side, either. */
function validity({ documentNumber }: { documentNumber: string }): string {
  const from = 2000 + Number(documentNumber.slice(14, 16))
  return `${from}.01.01-${from + 20}.01.01`
}

/** The same grain every time: a small linear congruential generator, no clock and no chance. */
function grain(size: { width: number; height: number }): Buffer {
  const pixels = Buffer.alloc(size.width * size.height * 4)
  let state = 12345
  for (let offset = 0; offset < pixels.length; offset += 4) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    pixels[offset + 3] = (state >> 16) & 15
  }
  return pixels
}
