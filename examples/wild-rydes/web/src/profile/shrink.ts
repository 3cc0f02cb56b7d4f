/** A square JPEG of the middle of a picture: what a profile needs, and nothing of where it was taken. */
export const shrunk = async (file: Blob, side: number): Promise<Blob> => {
  const picture = await createImageBitmap(file);
  const edge = Math.min(picture.width, picture.height);
  const canvas = new OffscreenCanvas(side, side);
  const left = (picture.width - edge) / 2;
  const top = (picture.height - edge) / 2;
  canvas.getContext('2d')!.drawImage(picture, left, top, edge, edge, 0, 0, side, side);
  picture.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
};
