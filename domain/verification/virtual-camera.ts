/**
 * Labels of well-known programs that pretend to be a camera. It stops the careless only: whoever renames his device passes, as the README and the
 * authority's page say.
 */
const VIRTUAL_CAMERAS =
  /\b(obs|virtual|vcam|manycam|snap camera|xsplit|e2esoft|droidcam|iriun|epoccam|camo|ndi|mmhmm|splitcam|sparkocam|youcam|chromacam|nvidia broadcast|unity video|v4l2loopback|dummy video|akvcam|webcamoid|deepfacelive)\b|虚拟/i

export function isVirtualCamera(label: string): boolean {
  return VIRTUAL_CAMERAS.test(label)
}
