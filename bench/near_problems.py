"""Sixty problems in people's words: thirty near a plan of the library, and thirty near none. None repeats a plan's own words.

Of a near one the plans are named that answer it.
"""

NEAR: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("heartbeats", "bedside_heartbeats"),
        "I have a folder of ECG records of patients. Mark each heart beat and tell me for every record how well that matches the cardiologist's marks.",
    ),
    (
        ("heartbeats", "bedside_heartbeats"),
        "Build an R-peak detector for MIT-BIH style recordings that copes with baseline wander and muscle noise.",
    ),
    (
        ("af_screening",),
        "Our single-lead ECG patches should warn when a wearer may have atrial fibrillation, from the irregular beat intervals.",
    ),
    (
        ("hrv_report",),
        "Compute heart rate variability figures such as RMSSD, SDNN and the LF/HF ratio from ECG recordings at rest.",
    ),
    (("ecg_quality",), "Before a doctor looks at them, throw out ECG strips that are too noisy to read."),
    (
        ("heart_rate_alarms",),
        "Raise an alarm when the heart beats too fast or too slowly, but not because of an artefact in the ECG.",
    ),
    (
        ("csi_activity",),
        "Recognise what a person does, such as walking, sitting down or falling, from WiFi channel state information captured with an Intel 5300 card.",
    ),
    (("csi_presence",), "Tell from WiFi CSI whether somebody moves in an empty flat."),
    (("csi_breathing",), "Estimate how often a sleeping person breathes with nothing but WiFi CSI packets."),
    (
        ("radar_vitals", "radar_vitals"),
        "Measure pulse and breathing of a seated person with a millimetre wave radar that looks at the chest.",
    ),
    (
        ("fmcw_obstacles",),
        "A slow robot carries an FMCW radar. Find the distance of the closest obstacle from the raw chirps.",
    ),
    (("radar_gait",), "Tell apart walking, limping and running by the micro-Doppler signature of a radar."),
    (
        ("multimodal_activity",),
        "Combine microphone, depth camera and radar to recognise what people do in a room, also for people who were not in the training data.",
    ),
    (("step_counter",), "Count the steps of a walk with the accelerometer of a phone in the pocket."),
    (
        ("fall_detection",),
        "Detect when an old person falls, with a waist-worn accelerometer and gyroscope, and do not confuse it with sitting down quickly.",
    ),
    (
        ("gesture_recognition",),
        "Recognise hand gestures from a wrist motion sensor, for users who never trained the system.",
    ),
    (
        ("wrist_activity", "strap_invariant_movements"),
        "Classify everyday activities like walking, climbing stairs and brushing teeth from a wrist accelerometer, evaluated on unseen people.",
    ),
    (("pulse_rate",), "Get the heart rate from a PPG wristband while the wearer moves around."),
    (("blood_oxygen",), "Compute SpO2 from the red and infrared channels of a pulse oximeter."),
    (("sleep_apnea",), "Find the times at night at which a sleeper stops breathing, from a chest belt."),
    (
        ("spoken_digits",),
        "Recognise spoken digits from zero to nine in short wav files, for speakers that were not in the training set.",
    ),
    (("keyword_spotting", "voice_commands"), "Listen for a wake word in a stream of speech on a small device."),
    (("sound_level",), "Log the A-weighted noise level at a street and say when the limit is exceeded."),
    (("sound_direction",), "Find out from which side a sound comes with a pair of microphones."),
    (("machine_sound_anomaly",), "Learn how a healthy machine sounds and report recordings that sound strange."),
    (("water_leak",), "Find small leaks in a house from the flow of the water meter during the night."),
    (("irrigation_advice",), "Tell a farmer how much water a field needs each day from temperature and rain."),
    (("room_occupancy",), "Estimate how many people are in a meeting room from the CO2 concentration."),
    (("energy_load_forecast",), "Predict tomorrow's electricity consumption of an office building hour by hour."),
    (("thermal_people_count",), "Count the people under an 8 x 8 thermal sensor in the ceiling."),
)

FAR: tuple[str, ...] = (
    "Solve the inverse kinematics of a six-axis robot arm and plan a path around obstacles.",
    "Read the licence plates of cars from a camera at the gate of a parking lot.",
    "Predict share prices from the news of the day.",
    "Translate spoken Spanish into English text.",
    "Unlock a door with a PIN code and a fingerprint, and log every entry.",
    "Detect epileptic seizures in the EEG of children.",
    "Recognise the breed of a dog in a photograph.",
    "Identify which of a hundred employees walks through the corridor by their face.",
    "Control the speed of a drone's four motors so that it hovers in wind.",
    "Schedule the charging of twenty electric buses so that the peak tariff is avoided.",
    "Summarise the minutes of a meeting into five bullet points.",
    "Grade the ripeness of tomatoes with a hyperspectral camera.",
    "Estimate the concentration of nitrate in a river from a spectrum between 200 and 400 nm.",
    "Recommend films to a person from what they have watched.",
    "Encrypt the firmware updates of a fleet of locks and verify their signatures on the device.",
    "Map an unknown building with a lidar while a robot drives through it.",
    "Detect phishing mails in a company's inbox.",
    "Count the bacteria colonies on a Petri dish from a microscope image.",
    "Find the cheapest route for a delivery van with forty stops.",
    "Recognise the emotion in a person's voice.",
    "Tell genuine from forged signatures by pen pressure on a tablet.",
    "Invert a seismogram for the depth of an earthquake.",
    "Estimate the age of a person from an X-ray of the hand.",
    "Compose a piece of piano music in the style of Bach.",
    "Simulate the spread of an epidemic in a town.",
    "Match the DNA sequences of plants against a database.",
    "Steer a telescope to follow a satellite from its two-line elements.",
    "Read handwritten delivery notes and fill them into a form.",
    "Identify a person by the shape of their ECG as a password.",
    "Predict the remaining sugar of fermenting wine from its infrared spectrum.",
)
