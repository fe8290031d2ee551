from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_feeds"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="still_url",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="a smaller stream or a snapshot, for thumbnails",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="transport",
            field=models.CharField(
                choices=[("tcp", "TCP, inside the conversation"), ("udp", "UDP")],
                db_default="tcp",
                default="tcp",
                help_text="how RTSP sends pictures",
                max_length=3,
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="source",
            field=models.CharField(
                choices=[
                    ("snapshot", "JPEG over HTTP"),
                    ("mjpeg", "JPEG after JPEG over HTTP"),
                    ("rtsp", "RTSP"),
                    ("hls", "HLS"),
                    ("mpegts", "MPEG transport stream over UDP"),
                    ("phone", "a phone that sends"),
                    ("edge", "an edge box that sends"),
                ],
                default="snapshot",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="url",
            field=models.CharField(
                blank=True, help_text="without user and password", max_length=500
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source__in", ("phone", "edge")), ("still_url", ""), ("url", "")),
                    models.Q(
                        ("source__in", ("snapshot", "mjpeg", "hls")),
                        ("url__regex", "^https?://[^/?#@]+([/?#]|$)"),
                    ),
                    models.Q(("source", "rtsp"), ("url__regex", "^rtsp://[^/?#@]+([/?#]|$)")),
                    models.Q(("source", "mpegts"), ("url__regex", "^udp://[^/?#@]+([/?#]|$)")),
                    _connector="OR",
                ),
                name="feed_address_fits_its_source",
                violation_error_message="This is no address of such a source, or holds a password.",
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("still_url", ""),
                    ("still_url__regex", "^(https?|rtsp)://[^/?#@]+([/?#]|$)"),
                    _connector="OR",
                ),
                name="feed_still_address_fits",
                violation_error_message="Thumbnails come over http, https or rtsp, no password.",
            ),
        ),
    ]
