package org.skipconv.models.scene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/** Events between two cuts: one place, its people and cars. Frames count from the cut. */
final class Shot {
  private static final int PERSON_SEED = 100;
  private static final int VEHICLE_SEED = 1000;
  private final PinholeCamera camera;
  private final Backdrop backdrop;
  private final List<Physique> bodies = new ArrayList<>();
  private final List<Track> tracks = new ArrayList<>();
  private final List<Vehicle> vehicles = new ArrayList<>();

  Shot(PinholeCamera camera, long seed, double frameRate, List<Script> scripts, int vehicleCount) {
    this.camera = camera;
    Place place = Place.draw(random(seed, 1), camera);
    Vec lamp = new WalkingGround(camera, 0, 1).place(Hash.mix(seed, 2)).plus(new Vec(0, 0.8, 0));
    backdrop = new Backdrop(camera, place, new Texture(random(seed, 3)), lamp);
    for (int i = 0; i < scripts.size(); i++) {
      Physique body = Physique.draw(random(seed, PERSON_SEED + 2 * i));
      long own = Hash.mix(seed, PERSON_SEED + 2L * i + 1);
      WalkingGround ground = new WalkingGround(camera, lane(i, scripts.size()), scripts.size());
      bodies.add(body);
      tracks.add(new Track(new Walker(ground, scripts.get(i), body, own, frameRate)));
    }
    for (int i = 0; i < vehicleCount; i++) {
      vehicles.add(new Vehicle(camera, place, random(seed, VEHICLE_SEED + i), i, frameRate));
    }
  }

  /** Neighbours in number are not neighbours in depth. */
  private static int lane(int person, int people) {
    return person % 2 == 0 ? person / 2 : people - 1 - person / 2;
  }

  private static Dice random(long seed, int purpose) {
    return new Dice(Hash.mix(seed, purpose));
  }

  /** The picture without people and cars, in grey levels, the caller's own. */
  float[] empty() {
    return backdrop.rgb.clone();
  }

  float[] lamp() {
    return backdrop.lamp;
  }

  /** Something to draw, its depth, and its truth once everything is drawn. */
  private record Actor(
      int id, double depth, Runnable draw, int classId, IntFunction<List<FigureJoint>> joints) {}

  /** Draws everybody into an empty picture; returns the truth, far to near. */
  List<Figure> draw(int frame, float[] rgb) {
    Canvas canvas = new Canvas(camera.height, camera.width, rgb, backdrop.depths);
    List<Actor> actors = actors(canvas, frame);
    actors.sort(Comparator.comparingDouble(Actor::depth).reversed());
    List<Canvas.Extent> extents = new ArrayList<>();
    for (Actor actor : actors) {
      extents.add(canvas.begin(actor.id));
      actor.draw.run();
    }
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < actors.size(); i++) {
      Actor actor = actors.get(i);
      Canvas.Extent e = extents.get(i);
      if (e.pixels > 0) {
        Figure.PixelBox box = new Figure.PixelBox(e.x0, e.y0, e.x1, e.y1);
        double visible = (double) canvas.visible(e) / e.pixels;
        figures.add(
            new Figure(actor.id, actor.classId, box, visible, actor.joints.apply(actor.id)));
      }
    }
    return figures;
  }

  /** Draws the shadows at once, as they lie under everybody. */
  private List<Actor> actors(Canvas canvas, int frame) {
    List<Actor> actors = new ArrayList<>();
    for (Vehicle vehicle : vehicles) {
      vehicle.drawShadow(canvas, frame);
      Runnable draw = () -> vehicle.draw(canvas, frame);
      actors.add(new Actor(actors.size() + 1, vehicle.depth(), draw, Figure.CAR, id -> List.of()));
    }
    for (int i = 0; i < tracks.size(); i++) {
      Stance stance = tracks.get(i).at(frame);
      if (stance.present) {
        DrawnPerson person = new DrawnPerson(camera, bodies.get(i), stance);
        person.drawShadow(canvas);
        actors.add(
            new Actor(
                vehicles.size() + i + 1,
                person.depth(),
                () -> person.draw(canvas),
                Figure.PERSON,
                id -> person.truth(canvas, id)));
      }
    }
    return actors;
  }
}
