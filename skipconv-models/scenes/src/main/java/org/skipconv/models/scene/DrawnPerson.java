package org.skipconv.models.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A person in a frame: its parts and its joints in the picture. */
final class DrawnPerson {
  private static final Cloth EYE = Cloth.plain(new Vec(25, 22, 20));
  private final PinholeCamera camera;
  private final Physique body;
  private final Skeleton bones;
  private final List<Part> parts = new ArrayList<>();
  private final List<Vec> joints = new ArrayList<>();

  DrawnPerson(PinholeCamera camera, Physique body, Stance stance) {
    this.camera = camera;
    this.body = body;
    bones = new Skeleton(body, stance);
    head();
    torso();
    for (int side = 0; side < 2; side++) {
      arm(side);
      leg(side);
    }
    parts.sort(Comparator.comparingDouble(Part::depth).reversed());
    joints();
  }

  /** Height of the hips, in metres. */
  double depth() {
    return camera.project(bones.hips).z();
  }

  void drawShadow(Canvas canvas) {
    Vec ground = camera.project(new Vec(bones.hips.x(), 0, bones.hips.z()));
    double radius = 0.42 * camera.scale(ground.z());
    canvas.shadow(ground, radius, Math.max(1, radius * 1.2 * camera.groundTilt()));
  }

  void draw(Canvas canvas) {
    for (Part part : parts) {
      part.draw(canvas);
    }
  }

  /** The joints as the finished picture shows them. */
  List<FigureJoint> truth(Canvas canvas, int id) {
    List<FigureJoint> truth = new ArrayList<>();
    for (Vec p : joints) {
      truth.add(new FigureJoint(p.x(), p.y(), visibility(p, canvas, id)));
    }
    return truth;
  }

  private int visibility(Vec joint, Canvas canvas, int id) {
    long x = Math.round(joint.x());
    long y = Math.round(joint.y());
    if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) {
      return 0;
    }
    if (canvas.owner((int) x, (int) y) != id) {
      return 1;
    }
    return parts.stream().anyMatch(part -> part.hides(joint)) ? 1 : 2;
  }

  private void joints() {
    Vec[][] pairs = {
      {bones.onHead(0.085, 0.034, 0.028), bones.onHead(0.085, -0.034, 0.028)},
      {bones.onHead(0, 0.078, 0.005), bones.onHead(0, -0.078, 0.005)},
      bones.shoulder,
      bones.elbow,
      bones.wrist,
      bones.hip,
      bones.knee,
      bones.ankle
    };
    joints.add(camera.project(bones.onHead(0.105, 0, -0.005)));
    for (Vec[] pair : pairs) {
      joints.add(camera.project(pair[0]));
      joints.add(camera.project(pair[1]));
    }
  }

  private void limb(Vec from, double r0, Vec to, double r1, Cloth cloth) {
    double g = body.girth();
    parts.add(Capsule.of(camera, from, r0 * g, to, r1 * g, cloth));
  }

  private void head() {
    Vec top = bones.onHead(-0.005, 0, 0.035);
    Vec chin = bones.onHead(0.02, 0, -0.055);
    parts.add(Capsule.of(camera, top, 0.083, chin, 0.062, body.skin()));
    Vec crown = bones.onHead(-0.022, 0, 0.053);
    Vec nape = bones.onHead(body.longHair() ? -0.085 : -0.045, 0, body.longHair() ? -0.15 : 0.0);
    parts.add(Capsule.of(camera, crown, 0.083, nape, body.longHair() ? 0.05 : 0.072, body.hair()));
    limb(bones.chest, 0.055, bones.onHead(-0.02, 0, -0.05), 0.05, body.skin());
    for (int side = -1; side <= 1; side += 2) {
      parts.add(Capsule.ball(camera, bones.onHead(0.078, 0.034 * side, 0.028), 0.012, EYE));
      parts.add(Capsule.ball(camera, bones.onHead(-0.005, 0.076 * side, 0), 0.022, body.skin()));
    }
    parts.add(Capsule.ball(camera, bones.onHead(0.09, 0, -0.005), 0.017, body.skin()));
  }

  private void torso() {
    Vec waist = bones.hips.to(bones.chest, 0.22);
    Vec belly = bones.hips.to(bones.chest, 0.12);
    Vec seat = bones.hips.plus(-0.02, new Vec(0, 1, 0));
    panel(bones.chest, 0.158, 0.055, belly, 0.115, 0.065, body.shirt());
    panel(waist, 0.112, 0.06, seat, 0.125, 0.07, body.trousers());
  }

  /** A torso's piece: an upright cylinder, oval seen from above, half as wide as given. */
  private void panel(
      Vec top, double topWide, double topDeep, Vec low, double lowWide, double lowDeep, Cloth c) {
    double g = body.girth();
    double distance = Math.sqrt(top.x() * top.x() + top.z() * top.z());
    Vec across = new Vec(top.z() / distance, 0, -top.x() / distance);
    double facing = across.x() * bones.left.x() + across.z() * bones.left.z();
    double edge = Math.sqrt(Math.max(0, 1 - facing * facing));
    Vec a = camera.project(top);
    double scale = camera.scale(a.z());
    double radius = 0.05 * g;
    double t = oval(topWide * g, topDeep * g, facing, edge) * scale;
    double l = oval(lowWide * g, lowDeep * g, facing, edge) * scale;
    Vec b = camera.project(low);
    List<Vec> corners =
        List.of(
            new Vec(a.x() - t, a.y(), a.z()),
            new Vec(a.x() + t, a.y(), a.z()),
            new Vec(b.x() + l, b.y(), b.z()),
            new Vec(b.x() - l, b.y(), b.z()));
    parts.add(new Panel(corners, radius * scale, true, 0.5, 0.06 * g, c));
  }

  private static double oval(double wide, double deep, double facing, double edge) {
    return Math.sqrt(wide * facing * wide * facing + deep * edge * deep * edge);
  }

  private void arm(int side) {
    Cloth lower = body.longSleeves() ? body.shirt() : body.skin();
    limb(bones.shoulder[side], 0.058, bones.elbow[side], 0.045, body.shirt());
    limb(bones.elbow[side], 0.042, bones.wrist[side], 0.031, lower);
    limb(bones.wrist[side], 0.033, bones.hand[side], 0.036, body.skin());
  }

  private void leg(int side) {
    Cloth lower = body.longLegs() ? body.trousers() : body.skin();
    limb(bones.hip[side], 0.085, bones.knee[side], 0.06, body.trousers());
    limb(bones.knee[side], 0.058, bones.ankle[side], 0.042, lower);
    Vec up = new Vec(0, 0.035, 0);
    limb(bones.heel[side].plus(up), 0.038, bones.toe[side].plus(up), 0.034, body.shoes());
  }
}
