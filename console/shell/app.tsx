import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from "preact-iso";
import { begin, boxStatus, landsNow, may, session } from "../data/session.ts";
import { SignInPage } from "../pages/door/sign-in-page.tsx";
import { LivePage } from "../pages/live/live-page.tsx";
import { QuestionDialog } from "../parts/dialog.tsx";
import { Empty, FaultNote, Loading } from "../parts/notices.tsx";
import { Toasts } from "../parts/toasts.tsx";
import { words } from "../words/words.ts";
import { Frame } from "./frame.tsx";
import { homeOf } from "./home.ts";
import { LeaveGuard } from "./leave-guard.tsx";

const CallsPage = lazy(async () => (await import("../pages/calls/calls-page.tsx")).CallsPage);
const CallPage = lazy(async () => (await import("../pages/call/call-page.tsx")).CallPage);
const LinesPage = lazy(async () => (await import("../pages/lines/lines-page.tsx")).LinesPage);
const DoctorPage = lazy(async () => (await import("../pages/doctor/doctor-page.tsx")).DoctorPage);
const BulletinsPage = lazy(async () => (await import("../pages/bulletins/bulletins-page.tsx")).BulletinsPage);
const AgentsPage = lazy(async () => (await import("../pages/agents/agents-page.tsx")).AgentsPage);
const SettingsPage = lazy(async () => (await import("../pages/settings/settings-page.tsx")).SettingsPage);
const FlowsPage = lazy(async () => (await import("../pages/flows/flows-page.tsx")).FlowsPage);
const PromptsPage = lazy(async () => (await import("../pages/prompts/prompts-page.tsx")).PromptsPage);
const TextsPage = lazy(async () => (await import("../pages/texts/texts-page.tsx")).TextsPage);
const MessagesPage = lazy(async () => (await import("../pages/messages/messages-page.tsx")).MessagesPage);
const FlowEditor = lazy(async () => (await import("../pages/flows/flow-editor.tsx")).FlowEditor);
const UsersPage = lazy(async () => (await import("../pages/users/users-page.tsx")).UsersPage);
const AccountPage = lazy(async () => (await import("../pages/account/account-page.tsx")).AccountPage);
const FiguresPage = lazy(async () => (await import("../pages/figures/figures-page.tsx")).FiguresPage);
const RecordingsPage = lazy(async () => (await import("../pages/recordings/recordings-page.tsx")).RecordingsPage);
const RecordingPage = lazy(async () => (await import("../pages/recordings/recording-page.tsx")).RecordingPage);
const KeepPage = lazy(async () => (await import("../pages/recordings/keep-page.tsx")).KeepPage);
const QualityPage = lazy(async () => (await import("../pages/recordings/quality-page.tsx")).QualityPage);
const HostPage = lazy(async () => (await import("../pages/host/host-page.tsx")).HostPage);
const StaffingPage = lazy(async () => (await import("../pages/staffing/staffing-page.tsx")).StaffingPage);
const SurveysPage = lazy(async () => (await import("../pages/surveys/surveys-page.tsx")).SurveysPage);
const AlarmsPage = lazy(async () => (await import("../pages/alarms/alarms-page.tsx")).AlarmsPage);
const PlantPage = lazy(async () => (await import("../pages/plant/plant-page.tsx")).PlantPage);
const ShiftsPage = lazy(async () => (await import("../pages/shifts/shifts-page.tsx")).ShiftsPage);
const AttendancePage = lazy(async () => (await import("../pages/shifts/attendance-page.tsx")).AttendancePage);
const WallPage = lazy(async () => (await import("../pages/wall/wall-page.tsx")).WallPage);
const DeskPage = lazy(async () => (await import("../pages/desk/desk-page.tsx")).DeskPage);
const FloorPage = lazy(async () => (await import("../pages/floor/floor-page.tsx")).FloorPage);
const DiagnosticsPage = lazy(async () => (await import("../pages/diagnostics/diagnostics-page.tsx")).DiagnosticsPage);
const SetUpPage = lazy(async () => (await import("../pages/door/set-up-page.tsx")).SetUpPage);

export function App() {
  return (
    <LocationProvider>
      <Door />
      <LeaveGuard />
      <Toasts />
      <QuestionDialog />
    </LocationProvider>
  );
}

/** Who is at the door decides what is shown; the address stays, so signing in leads back to where one was. */
function Door() {
  const at = session.value;
  const { path, route } = useLocation();
  useLayoutEffect(() => {
    if (at.at !== "in" || !landsNow() || path !== "/") return;
    const home = homeOf(at.me);
    if (home !== "/") route(home, true);
  }, [at.at]);
  document.title = boxStatus.value?.name ? `${boxStatus.value.name} · Linebox` : "Linebox";
  switch (at.at) {
    case "starting":
      return <Loading />;
    case "unreachable":
      return (
        <main class="door">
          <div class="door-sheet">
            <FaultNote error={at.fault} onRetry={() => void begin()} />
          </div>
        </main>
      );
    case "set-up":
      return (
        <ErrorBoundary>
          <SetUpPage />
        </ErrorBoundary>
      );
    case "sign-in":
      return <SignInPage ended={at.ended} />;
    case "in":
      // The big screen hangs on a wall: nothing stands around it.
      return path === "/wall" && may("see-figures") ? (
        <ErrorBoundary>
          <WallPage />
        </ErrorBoundary>
      ) : (
        <Frame>
          <Pages />
        </Frame>
      );
  }
}

const broken = signal(false);
function Pages() {
  if (broken.value) return <Empty icon="alarm" title={words.value.fault.page} note={words.value.fault.strangeHint} />;
  return (
    <ErrorBoundary
      onError={() => {
        broken.value = true;
      }}
    >
      <Router
        onRouteChange={() => {
          broken.value = false;
        }}
      >
        <Route path="/" component={LivePage} />
        <Route path="/desk" component={DeskPage} />
        <Route path="/floor" component={may("supervise") ? FloorPage : NotYours} />
        <Route path="/calls" component={CallsPage} />
        <Route path="/calls/:id" component={CallPage} />
        <Route path="/agents/:id?" component={AgentsPage} />
        <Route path="/bulletins" component={BulletinsPage} />
        <Route path="/recordings" component={RecordingsPage} />
        <Route path="/recordings/:id" component={RecordingPage} />
        <Route path="/retention" component={may("hear-recordings") ? KeepPage : NotYours} />
        <Route path="/quality/:id?" component={may("supervise") ? QualityPage : NotYours} />
        <Route path="/staffing" component={may("see-figures") ? StaffingPage : NotYours} />
        <Route path="/host" component={may("supervise") ? HostPage : NotYours} />
        <Route path="/alarms" component={AlarmsPage} />
        <Route path="/plant" component={PlantPage} />
        <Route path="/surveys" component={may("supervise") ? SurveysPage : NotYours} />
        <Route path="/shifts" component={may("see-figures") ? ShiftsPage : NotYours} />
        <Route path="/attendance" component={may("see-figures") ? AttendancePage : NotYours} />
        <Route path="/figures/:name?" component={may("see-figures") ? FiguresPage : NotYours} />
        <Route path="/settings/:section?/:item?" component={may("change-settings") ? SettingsPage : NotYours} />
        <Route path="/texts" component={TextsPage} />
        <Route path="/messages/:box?" component={MessagesPage} />
        <Route path="/flows" component={may("change-settings") ? FlowsPage : NotYours} />
        <Route path="/prompts/:id?" component={may("change-settings") ? PromptsPage : NotYours} />
        <Route path="/flows/:id" component={may("change-settings") ? FlowEditor : NotYours} />
        <Route path="/lines" component={may("supervise") ? LinesPage : NotYours} />
        <Route path="/doctor/:what?/:id?" component={may("change-settings") ? DoctorPage : NotYours} />
        <Route path="/diagnostics" component={may("diagnose") ? DiagnosticsPage : NotYours} />
        <Route path="/users" component={may("manage-users") ? UsersPage : NotYours} />
        <Route path="/account" component={AccountPage} />
        <Route path="/wall" component={NotYours} />
        <Route default component={Nothing} />
      </Router>
    </ErrorBoundary>
  );
}

const NotYours = () => (
  <div class="page">
    <Empty icon="lock" title={words.value.fault.notYours} note={words.value.fault.notYoursHint} />
  </div>
);
const Nothing = () => (
  <div class="page">
    <Empty icon="search" title={words.value.fault.missing} />
  </div>
);
