/** Define, create and verify of a sign-in with one question; what a trigger does at the least. */
export const handler = async (event) => {
  const [round] = event.request.session ?? [];
  if (event.triggerSource.startsWith('Define')) {
    const known = round?.challengeResult === true;
    event.response = { challengeName: 'CUSTOM_CHALLENGE', issueTokens: known, failAuthentication: !!round && !known };
  } else if (event.triggerSource.startsWith('Create')) {
    event.response = { publicChallengeParameters: { hint: '42' }, privateChallengeParameters: { answer: '42' } };
  } else {
    const { privateChallengeParameters, challengeAnswer } = event.request;
    event.response = { answerCorrect: challengeAnswer === privateChallengeParameters.answer };
  }
  return event;
};
