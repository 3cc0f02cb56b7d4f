export const handler = async (event) => {
  const last = event.request.session.at(-1);
  const passed = last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult;
  const challengeName = last?.challengeName === 'SRP_A' ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE';
  event.response = passed
    ? { issueTokens: true, failAuthentication: false }
    : { challengeName, issueTokens: false, failAuthentication: event.request.session.length > 4 };
  return event;
};
