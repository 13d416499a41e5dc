/** The image mark of a facet of pictures whose field `url` is a PNG of `pictureUrl`: a square of `size` points. */
export function pictureMark(size: number): { mark: object; encoding: object } {
  return {
    mark: { type: 'image', width: size, height: size, aspect: false, aria: false },
    encoding: {
      url: { field: 'url', type: 'nominal' },
      x: { value: size / 2 },
      y: { value: size / 2 },
    },
  };
}
