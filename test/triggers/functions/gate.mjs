export const handler = async (event) => {
  if (event.request.validationData?.invited === 'no') throw new Error('by invitation only');
  event.response = { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false };
  return event;
};
