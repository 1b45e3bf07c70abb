export const CallsPage = () => null;
