/** The token in a header's value: with `Bearer` or, as API Gateway has it, without. */
export const tokenIn = (value: string | undefined): string | undefined => {
  const text = value?.trim() ?? '';
  const token = /^bearer +(.+)$/i.exec(text)?.[1] ?? text;
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token) ? token : undefined;
};
