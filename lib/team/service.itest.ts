import { beforeAll, describe, expect, it } from "vitest";
import { systemCtx } from "@/lib/platform/context";
import { testCtx, testStores } from "@/lib/testing";
import {
  acceptInvite,
  changePassword,
  changeUser,
  createInvite,
  isSetUp,
  listUsers,
  ROLE_PERMISSIONS,
  resolveSession,
  revokeSessions,
  sessionActor,
  setUpTeam,
  signInWithPassword,
} from "./index";
import type { SetupInput } from "./schema";

const stores = testStores();
const SETUP: SetupInput = {
  token: "t0ken",
  team_name: "Flights",
  name: "Ada",
  email: "ada@example.com",
  password: "several unrelated words",
  locale: "ko",
  time_zone: "Asia/Seoul",
};
const signIn = (email: string, password: string, ip = "10.0.0.1") =>
  signInWithPassword({ ...systemCtx(stores, "test"), ip }, { email, password, userAgent: "test" });
const actions = async (action: string) => stores.db.prisma.auditLog.findMany({ where: { action } });
let adminId = "";

beforeAll(async () => {
  await expect(setUpTeam(systemCtx(stores, "test"), SETUP, "another")).rejects.toThrow(
    /token is not the one/,
  );
  await expect(setUpTeam(systemCtx(stores, "test"), SETUP, undefined)).rejects.toThrow(
    /token is not the one/,
  );
  expect(await isSetUp(stores)).toBe(false);
  adminId = (await setUpTeam(systemCtx(stores, "test"), SETUP, "t0ken")).user_id;
});

const admin = () => testCtx(stores, [...ROLE_PERMISSIONS.admin], { id: adminId });

async function join(email: string, role: "viewer" | "editor" | "admin" = "editor") {
  const invite = await createInvite(admin(), { role });
  const token = invite.link_path.replace("/invite/", "");
  const user = await acceptInvite(systemCtx(stores, "test"), {
    token,
    name: "New Person",
    email,
    password: "several unrelated words",
  });
  return { user, token };
}

it("set-up works once, also when two arrive at once", async () => {
  await expect(
    setUpTeam(systemCtx(stores, "test"), { ...SETUP, email: "eve@example.com" }, "t0ken"),
  ).rejects.toThrow(/There is no page/);
  expect(await actions("team.set_up")).toHaveLength(1);
});

describe("sign-in", () => {
  it("starts a session that the next request resolves", async () => {
    const ref = await signIn("  ADA@example.com ", SETUP.password);
    const user = await resolveSession(stores, ref);
    expect(user).toMatchObject({ userId: adminId, role: "admin", locale: "ko", timeZone: "Asia/Seoul" });
  });
  it("says the same for a wrong password and an unknown person, and records both", async () => {
    const before = (await actions("session.sign_in")).filter((row) => row.outcome === "failed").length;
    await expect(signIn("ada@example.com", "wrong password!", "10.0.0.2")).rejects.toThrow(
      "E-mail or password is not right.",
    );
    await expect(signIn("nobody@example.com", "wrong password!", "10.0.0.2")).rejects.toThrow(
      "E-mail or password is not right.",
    );
    expect((await actions("session.sign_in")).filter((row) => row.outcome === "failed")).toHaveLength(
      before + 2,
    );
  });
  it("waits after five failures from one address, and only that address", async () => {
    const { user } = await join("throttled@example.com");
    for (let i = 0; i < 5; i++)
      await expect(signIn(user.email, "wrong password!", "10.0.0.3")).rejects.toThrow("not right");
    await expect(signIn(user.email, SETUP.password, "10.0.0.3")).rejects.toThrow(/Too many failed sign-ins/);
    await expect(signIn(user.email, SETUP.password, "10.0.0.4")).resolves.toMatchObject({ userId: user.id });
  });
});

describe("sessions end at once", () => {
  it("when revoked", async () => {
    const ref = await signIn("ada@example.com", SETUP.password, "10.0.0.5");
    const user = await resolveSession(stores, ref);
    if (!user) throw new Error("expected a session");
    await revokeSessions({ ...admin(), actor: sessionActor(user) }, { id: ref.sid });
    await expect.poll(() => resolveSession(stores, ref)).toBeNull();
  });
  it("when the role changes or the person is deactivated", async () => {
    const { user } = await join("bob@example.com");
    const first = await signIn(user.email, SETUP.password, "10.0.0.6");
    expect(await resolveSession(stores, first)).not.toBeNull();
    await changeUser(admin(), { user_id: user.id, role: "viewer" });
    await expect.poll(() => resolveSession(stores, first)).toBeNull();
    const second = await signIn(user.email, SETUP.password, "10.0.0.6");
    await changeUser(admin(), { user_id: user.id, deactivated: true });
    await expect.poll(() => resolveSession(stores, second)).toBeNull();
    await expect(signIn(user.email, SETUP.password, "10.0.0.6")).rejects.toThrow("not right");
  });
  it("when the password changes, all of them", async () => {
    const { user } = await join("eve@example.com");
    const refs = [
      await signIn(user.email, SETUP.password, "10.0.0.8"),
      await signIn(user.email, SETUP.password, "10.0.0.8"),
    ];
    for (const ref of refs) expect(await resolveSession(stores, ref)).not.toBeNull();
    const own = testCtx(stores, [...ROLE_PERMISSIONS.editor], { id: user.id });
    await expect(
      changePassword(own, { current_password: "not it at all", new_password: "seventeen green umbrellas" }),
    ).rejects.toMatchObject({ code: "INVALID" });
    await changePassword(own, {
      current_password: SETUP.password,
      new_password: "seventeen green umbrellas",
    });
    for (const ref of refs) await expect.poll(() => resolveSession(stores, ref)).toBeNull();
    await expect(signIn(user.email, SETUP.password, "10.0.0.8")).rejects.toThrow("not right");
  });
  it("when idle for a week, or 30 days old", async () => {
    const ref = await signIn("ada@example.com", SETUP.password, "10.0.0.7");
    const start = stores.clock.now();
    stores.clock.advance(8 * 24 * 3_600_000);
    expect(await resolveSession(stores, ref)).toBeNull();
    stores.clock.set(start);
    expect(await resolveSession(stores, ref)).not.toBeNull();
  });
});

describe("members", () => {
  it("the last admin stays one", async () => {
    await expect(changeUser(admin(), { user_id: adminId, role: "viewer" })).rejects.toThrow(/last admin/);
    await expect(changeUser(admin(), { user_id: adminId, deactivated: true })).rejects.toThrow(/last admin/);
  });
  it("two admins who demote each other at once leave one", async () => {
    const { user } = await join("second@example.com", "admin");
    const both = await Promise.allSettled([
      changeUser(admin(), { user_id: adminId, role: "viewer" }),
      changeUser(admin(), { user_id: user.id, role: "viewer" }),
    ]);
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    await stores.db.prisma.user.update({ where: { id: adminId }, data: { role: "admin" } });
  });
  it("an invite is taken once", async () => {
    const { token } = await join("once@example.com");
    await expect(
      acceptInvite(systemCtx(stores, "test"), {
        token,
        name: "X",
        email: "twice@example.com",
        password: "several unrelated words",
      }),
    ).rejects.toThrow(/not valid any more/);
  });
  it("a password of leaked ones, or of one's own names, is refused before anything is made", async () => {
    const { link_path } = await createInvite(admin(), { role: "viewer" });
    const choose = (password: string) =>
      acceptInvite(systemCtx(stores, "test"), {
        token: link_path.replace("/invite/", ""),
        name: "Minji Kim",
        email: "mj@orbitworks.example",
        password,
      });
    for (const [password, code] of [
      ["needforspeed", "weak_common"],
      ["orbitworks-2026", "weak_personal"],
      ["Minji Kim!!!", "weak_personal"],
    ] as const)
      await expect(choose(password)).rejects.toMatchObject({
        extra: { errors: [{ pointer: "/password", code }] },
      });
    await expect(choose("tangerine over 84 hills")).resolves.toMatchObject({ role: "viewer" });
  });
  it("a viewer may not manage, and the refusal is recorded", async () => {
    const viewer = testCtx(stores, [...ROLE_PERMISSIONS.viewer], { id: "usr_viewer" });
    expect((await listUsers(viewer, {})).data.length).toBeGreaterThan(0);
    await expect(createInvite(viewer, { role: "admin" })).rejects.toThrow(/team:manage/);
    expect(
      (await actions("access.denied")).some(
        (row) => row.actorId === "usr_viewer" && row.outcome === "denied",
      ),
    ).toBe(true);
  });
});
