/** A scan of nobody's licence: a sheet that lies on a dark desk. */
export async function madePicture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(1200, 850)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('a canvas without a context')
  pen.fillStyle = '#5b6470'
  pen.fillRect(0, 0, 1200, 850)
  pen.fillStyle = '#f6f1e3'
  pen.fillRect(110, 80, 980, 690)
  pen.fillStyle = '#8c2f24'
  pen.font = '600 72px "Noto Sans SC", sans-serif'
  pen.textAlign = 'center'
  pen.fillText('营业执照（样张）', 600, 220)
  pen.fillStyle = '#333'
  pen.font = '34px "Noto Sans SC", sans-serif'
  for (const [index, line] of ['SPECIMEN', '南京安盾消防技术服务有限公司', '消防设施维护保养检测'].entries())
    pen.fillText(line, 600, 340 + index * 90)
  return canvas.convertToBlob({ type: 'image/png' })
}
