/** The code and text with which the service refuses; fails the test when it does not refuse. */
export const refusal = async (answer: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const result = await answer.then(
    () => new Error('was not refused'),
    (error: unknown) => error as Error,
  );
  if (result.message === 'was not refused') throw result;
  return { code: result.name, message: result.message };
};

export const invalid = (message: string) => ({ code: 'InvalidParameterException', message });
